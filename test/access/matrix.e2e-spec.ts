import { everyRouteForEveryRole } from './matrix-tests.js';

everyRouteForEveryRole();
