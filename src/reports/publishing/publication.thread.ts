import { parentPort, workerData } from 'node:worker_threads';
import { Deadline } from '../suppression/deadline.js';
import { publicationOf, type ToPublish } from './publication.rules.js';

/** How long it may take to decide what hides, before what is not decided is left out. */
const milliseconds = 4000;

parentPort?.postMessage(publicationOf(workerData as ToPublish, Deadline.after(milliseconds)));
