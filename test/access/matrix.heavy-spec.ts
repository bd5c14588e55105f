import { everyRouteForEveryRole } from './matrix-tests.js';

// The same behind poolers in transaction mode, which give each transaction another connection.
describe('a pooler that keeps prepared statements', () => everyRouteForEveryRole({ pooler: {} }));
describe('one that refuses them', () =>
  everyRouteForEveryRole({ pooler: { prepared: 'refused' }, settings: { PREPARED: 'off' } }));
