import type { INestApplicationContext } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';
import { ExternalCertificationService } from '../certification/certifications/external-certification.service.js';
import { SchemeService } from '../certification/schemes/scheme.service.js';
import type { RunBody } from '../sessions/runs/run.dto.js';
import type { MarkState } from '../attendance/register/attendance.rules.js';
import { RegisterService } from '../attendance/register/register.service.js';
import { BatchBookingService } from '../enrolment/booking/batch-booking.service.js';
import { BookingService } from '../enrolment/booking/booking.service.js';
import { DeliveryService } from '../sessions/delivery/delivery.service.js';
import { FacilitatorService } from '../sessions/facilitators/facilitator.service.js';
import { RunPlanningService } from '../sessions/runs/run-planning.service.js';
import { SessionPlanningService } from '../sessions/sessions/session-planning.service.js';
import { SessionPublicationService } from '../sessions/sessions/session-publication.service.js';
import { TermService } from '../sessions/terms/term.service.js';
import { VenueService } from '../sessions/venues/venue.service.js';
import { OnlineRoomService } from '../sessions/venues/online-room.service.js';
import { madeAsExample } from '../platform/ids.js';
import type { Cast } from './cast.js';

/** Zone in which the demo college lives. */
export const demoZone = 'America/Edmonton';

/** The date so many days from today at the college. */
export const dayFromToday = (days: number): string =>
  Temporal.Now.zonedDateTimeISO(demoZone).toPlainDate().add({ days }).toString();

/** Noon of that day, as an instant. */
const noon = (days: number): string =>
  Temporal.PlainDate.from(dayFromToday(days))
    .toZonedDateTime({ timeZone: demoZone, plainTime: '12:00' })
    .toInstant()
    .toString();

/** Where and when the college teaches. */
export interface DemoVenues {
  termId: string;
  lastTermId: string;
  venueId: string;
  roomId: string;
}

/** A term around today and one that is over, a room with good access, a room online. */
export async function preparePlaces(app: INestApplicationContext, cast: Cast): Promise<DemoVenues> {
  const coordinator = cast.as('coordinator');
  const terms = app.get(TermService);
  const lastTermId = await terms.add(coordinator, {
    name: 'Last term',
    prospectusOpensAt: noon(-190),
    bookingOpensAt: noon(-180),
    startsOn: dayFromToday(-174),
    endsOn: dayFromToday(-98),
  });
  const termId = await madeAsExample('term', () =>
    terms.add(coordinator, {
      name: 'This term',
      prospectusOpensAt: noon(-70),
      bookingOpensAt: noon(-60),
      startsOn: dayFromToday(-42),
      endsOn: dayFromToday(56),
    }),
  );
  const venueId = await madeAsExample('venue', () =>
    app.get(VenueService).add(coordinator, {
      name: 'Riverbend House, Room 2',
      address: '1 Riverbend Walk, A made-up town',
      directions: 'The blue door beside the library; the room is on the ground floor.',
      accessFeatures: ['step_free', 'quiet_room', 'gender_neutral_wc', 'transit'],
      capacity: 20,
    }),
  );
  await app.get(VenueService).verify(coordinator, venueId);
  const roomId = await madeAsExample('onlineRoom', () =>
    app.get(OnlineRoomService).add(coordinator, {
      name: 'Online room 1',
      provider: 'Video call',
      joinLink: 'https://video.demo.example/riverbend-1',
      joiningHelp: 'Open the link; a camera is not needed.',
    }),
  );
  return { termId, lastTermId, venueId, roomId };
}

/** Certificates of the peers, checked by the coordinator. */
export async function certifyPeers(app: INestApplicationContext, cast: Cast, keys: string[]): Promise<void> {
  const coordinator = cast.as('coordinator');
  const schemeId = await madeAsExample('scheme', () =>
    app.get(SchemeService).add(coordinator, {
      name: 'Example peer supporter',
      issuer: 'external',
      issuerName: 'An example body',
      track: 'mh_peer',
    }),
  );
  for (const [index, key] of keys.entries()) {
    const id = await madeAsExample(index === 0 ? 'certification' : undefined, () =>
      app.get(ExternalCertificationService).recordExternal(cast.as(key), {
        schemeId,
        number: `DEMO-${index + 1}`,
        grade: 'full',
        validFrom: dayFromToday(-300),
        validThrough: dayFromToday(400),
      }),
    );
    await app.get(ExternalCertificationService).verify(coordinator, id, { how: 'number' });
  }
}

/** A run and its sessions, in order. */
export interface OpenedRun {
  runId: string;
  sessionIds: string[];
}

/** How everybody attended, session by session, by the id of their enrolment; whoever is not in it was there. */
export type Attended = ReadonlyMap<string, readonly MarkState[]>;

export interface DemoRun {
  /** What examples of the API's document name of it: itself, its first session, who enrolled first. */
  examples?: { run?: string; assignment?: string; session?: string; enrolment?: string };
  run: RunBody;
  peer: string;
  learned: string;
  /** Days from today on which its sessions are held, and the hour of the day. */
  days: number[];
  hour: number;
  /** Sessions that stay drafts, by position from 0 on. */
  drafts?: number[];
  /** Keys of the learners who enrol, in this order; beyond the capacity they wait. */
  learners: string[];
}

/** Plans, staffs and opens a run. */
export async function openRun(
  app: INestApplicationContext,
  cast: Cast,
  { examples = {}, run, peer, learned, days, hour, drafts = [] }: Omit<DemoRun, 'learners'>,
): Promise<OpenedRun> {
  const coordinator = cast.as('coordinator');
  const facilitators = app.get(FacilitatorService);
  const planning = app.get(SessionPlanningService);
  const runId = await madeAsExample(examples.run, () => app.get(RunPlanningService).draft(coordinator, run));
  for (const { key, deliveryRole } of [
    { key: peer, deliveryRole: 'peer' },
    { key: learned, deliveryRole: 'learned' },
  ] as const) {
    const id = await madeAsExample(deliveryRole === 'peer' ? examples.assignment : undefined, () =>
      facilitators.offer(coordinator, runId, { personId: cast.as(key).personId, deliveryRole }),
    );
    await facilitators.accept(cast.as(key), id, {});
  }
  const sessionIds: string[] = [];
  for (const [position, offset] of days.entries()) {
    const at = (clock: number) => `${dayFromToday(offset)}T${String(clock).padStart(2, '0')}:00`;
    const id = await madeAsExample(position === 0 ? examples.session : undefined, () =>
      planning.draft(cast.as(peer), runId, { localStart: at(hour), localEnd: at(hour + 2) }),
    );
    sessionIds.push(id);
  }
  await app.get(RunPlanningService).open(coordinator, runId);
  for (const [position, id] of sessionIds.entries())
    if (!drafts.includes(position)) await app.get(SessionPublicationService).publish(cast.as(peer), id, {});
  return { runId, sessionIds };
}

/** Everybody enrols by themselves, one after the other. */
export async function enrolThemselves(
  app: INestApplicationContext,
  cast: Cast,
  runId: string,
  { learners, examples = {} }: Pick<DemoRun, 'learners' | 'examples'>,
): Promise<void> {
  for (const [index, key] of learners.entries())
    await madeAsExample(index === 0 ? examples.enrolment : undefined, () =>
      app.get(BookingService).enrol(cast.as(key), runId, {}),
    );
}

/** The coordinator enrols everybody who has telephoned; answers their enrolments in the same order. */
export async function enrolByPhone(
  app: INestApplicationContext,
  cast: Cast,
  runId: string,
  learners: readonly string[],
): Promise<string[]> {
  const personIds = learners.map((key) => cast.as(key).personId);
  const { rows } = await app
    .get(BatchBookingService)
    .book(cast.as('coordinator'), runId, { personIds, source: 'phone' });
  return rows.map(({ enrolmentId }) => enrolmentId ?? '');
}

/** Holds a session with both co-facilitators in the room; closes the run after its last one. */
export async function holdSession(
  app: INestApplicationContext,
  cast: Cast,
  { peer, learned }: Pick<DemoRun, 'peer' | 'learned'>,
  { runId, sessionIds }: OpenedRun,
  position: number,
  attended: Attended = new Map(),
): Promise<void> {
  const presentFacilitatorIds = [peer, learned].map((key) => cast.as(key).personId);
  const sessionId = sessionIds[position] ?? '';
  await app.get(DeliveryService).deliver(cast.as(peer), sessionId, { presentFacilitatorIds });
  const { rows } = await app.get(RegisterService).read(cast.as(peer), sessionId);
  await app.get(RegisterService).mark(
    cast.as(peer),
    sessionId,
    rows.map(({ enrolmentId }) => ({ enrolmentId, state: attended.get(enrolmentId)?.[position] ?? 'present' })),
  );
  if (position === sessionIds.length - 1) await app.get(RunPlanningService).close(cast.as('coordinator'), runId);
}
