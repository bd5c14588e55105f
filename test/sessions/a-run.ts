import { newId } from '../../src/platform/ids.js';
import { aCoordinator, aPerson, aPublishedVersion, type TestPerson } from '../support/builders.js';
import type { TestCollege } from '../support/college.js';

/** The people and the place of a run, each made through the API where a person would do it. */
export interface Cast {
  casey: TestPerson;
  ada: TestPerson;
  ben: TestPerson;
  versionId: string;
  courseId: string;
  venueId: string;
}

/** A coordinator, a certified peer, a colleague with learned experience, a published version and a venue. */
export async function aCast(college: TestCollege): Promise<Cast> {
  const casey = await aCoordinator(college);
  const ada = await aPerson(college, { name: 'Ada', roles: ['facilitator'] });
  const ben = await aPerson(college, { name: 'Ben', roles: ['facilitator'] });
  const { id: versionId, courseId } = await aPublishedVersion(college, { title: 'Building Better Boundaries' });
  await aCertification(casey, ada, { verified: true });
  const venue = await casey.post('/venues', {
    name: 'Riverside Centre',
    address: '1 River Street',
    timeZone: 'America/Edmonton',
    accessFeatures: ['step_free'],
    capacity: 20,
  });
  return { casey, ada, ben, versionId, courseId, venueId: String(venue.body.id) };
}

/** Records an external certification for a peer, and has it verified. */
export async function aCertification(
  coordinator: TestPerson,
  peer: TestPerson,
  { verified = true, validFrom = '2020-01-01', validThrough = '2099-12-31', track = 'mh_peer' } = {},
): Promise<string> {
  const scheme = await coordinator.post('/certification-schemes', {
    name: 'Peer supporter',
    issuer: 'external',
    issuerName: 'A national body',
    track,
  });
  const recorded = await peer.post('/certifications', {
    schemeId: scheme.body.id,
    number: newId(),
    grade: 'full',
    validFrom,
    validThrough,
  });
  if (verified) await coordinator.post(`/certifications/${recorded.body.id}/verification`, { how: 'number' });
  return String(recorded.body.id);
}

/** A draft run in person at the venue. */
export async function aDraftRun({ casey, versionId, venueId }: Cast, wish: object = {}): Promise<string> {
  const run = await casey.post('/runs', { versionId, mode: 'in_person', venueId, ...wish });
  if (run.status !== 201) throw new Error(JSON.stringify(run.body));
  return String(run.body.id);
}

/** Offers a part to somebody; answers the assignment's id. */
export async function anOffer(
  coordinator: TestPerson,
  runId: string,
  person: TestPerson,
  deliveryRole: string,
): Promise<string> {
  const offered = await coordinator.post(`/runs/${runId}/facilitators`, { personId: person.id, deliveryRole });
  if (offered.status !== 201) throw new Error(JSON.stringify(offered.body));
  return String(offered.body.id);
}

/** Offers a part to somebody who accepts it. */
export async function anAcceptance(
  coordinator: TestPerson,
  runId: string,
  person: TestPerson,
  deliveryRole: string,
): Promise<string> {
  const id = await anOffer(coordinator, runId, person, deliveryRole);
  const accepted = await person.post(`/facilitator-assignments/${id}/acceptance`, {});
  if (accepted.status !== 201) throw new Error(JSON.stringify(accepted.body));
  return id;
}

/** A draft session of two hours; answers its id. */
export async function aSession(
  planner: TestPerson,
  runId: string,
  localStart: string,
  wish: object = {},
): Promise<string> {
  const hour = String(Number(localStart.slice(11, 13)) + 2).padStart(2, '0');
  const localEnd = `${localStart.slice(0, 11)}${hour}${localStart.slice(13)}`;
  const session = await planner.post(`/runs/${runId}/sessions`, {
    localStart,
    localEnd,
    plannedContactMinutes: 105,
    ...wish,
  });
  if (session.status !== 201) throw new Error(JSON.stringify(session.body));
  return String(session.body.id);
}

/** A run that is open: Ada and Ben accepted, sessions at these wall times published by Ben. */
export async function anOpenRun(
  cast: Cast,
  starts: string[],
  wish: object = {},
): Promise<{ id: string; sessionIds: string[]; adaAssignment: string; benAssignment: string }> {
  const id = await aDraftRun(cast, wish);
  const adaAssignment = await anAcceptance(cast.casey, id, cast.ada, 'peer');
  const benAssignment = await anAcceptance(cast.casey, id, cast.ben, 'learned');
  const sessionIds: string[] = [];
  for (const start of starts) sessionIds.push(await aSession(cast.ben, id, start));
  const opened = await cast.casey.post(`/runs/${id}/opening`);
  if (opened.status !== 201) throw new Error(JSON.stringify(opened.body));
  for (const sessionId of sessionIds) {
    const published = await cast.ben.post(`/sessions/${sessionId}/publication`);
    if (published.status !== 201) throw new Error(JSON.stringify(published.body));
  }
  return { id, sessionIds, adaAssignment, benAssignment };
}
