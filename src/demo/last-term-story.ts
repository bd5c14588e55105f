import type { INestApplicationContext } from '@nestjs/common';
import type { MarkState } from '../attendance/register/attendance.rules.js';
import { CompletionService } from '../attendance/completion/completion.service.js';
import { WelfareService } from '../attendance/welfare/welfare.service.js';
import { CeApprovalService } from '../ceu/approvals/ce-approval.service.js';
import { CeConfigurationService } from '../ceu/approvals/ce-configuration.service.js';
import { EvaluationService } from '../outcomes/evaluations/evaluation.service.js';
import { InstrumentService } from '../outcomes/measures/instrument.service.js';
import { MeasurementService } from '../outcomes/measures/measurement.service.js';
import { madeAsExample } from '../platform/ids.js';
import { Database } from '../platform/database/database.js';
import { Events } from '../platform/events/events.js';
import type { Cast } from './cast.js';
import type { StoryTime } from './story-time.js';
import { creditedCourse, lastTermsRuns, type PastRun } from './demo-last-term.js';
import { inLanes } from './in-lanes.js';
import {
  type Attended,
  dayFromToday,
  enrolByPhone,
  holdSession,
  type OpenedRun,
  openRun,
  type DemoVenues,
} from './run-story.js';
import { WelfareQueryService } from '../attendance/welfare/welfare-query.service.js';

interface Held {
  run: PastRun;
  opened: OpenedRun;
  attended: Attended;
}

/**
 * A term that is over, so that there is something to report: people came or did not, said what they think, measured
 * themselves, were credited.
 */
export async function holdLastTerm(
  app: INestApplicationContext,
  cast: Cast,
  story: StoryTime,
  versions: Map<string, string>,
  places: DemoVenues,
): Promise<void> {
  await giveCreditFor(app, cast, versions.get(creditedCourse) ?? '');
  const instrumentId = await takeUpInstrument(app, cast);
  const runs: Held[] = [];
  for (const run of lastTermsRuns(versions, places)) {
    const opened = await openRun(app, cast, run);
    const enrolmentIds = await enrolByPhone(app, cast, opened.runId, run.learners);
    const attended = new Map(
      run.attended
        .split(' ')
        .map((letters, index) => [
          enrolmentIds[index] ?? '',
          [...letters].map((letter) => marks[letter] ?? 'expected'),
        ]),
    );
    runs.push({ run, opened, attended });
    await measure(app, cast, run, { instrumentId, occasion: 'baseline', runId: opened.runId });
  }
  const sessions = runs
    .flatMap((held) => held.run.days.map((day, position) => ({ ...held, day, position })))
    .sort((a, b) => a.day - b.day);
  for (const { run, opened, attended, day, position } of sessions) {
    story.goTo(day + 1);
    await holdSession(app, cast, run, opened, position, attended);
    await askAfterThoseWhoMissed(app, cast, opened.runId);
    if (position < run.days.length - 1) continue;
    await measure(app, cast, run, { instrumentId, occasion: 'end', runId: opened.runId });
    await evaluate(app, cast, run, opened);
  }
  await inLanes(runs, ({ opened }) => app.get(CompletionService).conclude(opened.runId, 'demo'));
  await credit(app);
}

const marks: Partial<Record<string, MarkState>> = { p: 'present', a: 'apology', d: 'dna' };

/** The college gives credit of its own for a course. */
async function giveCreditFor(app: INestApplicationContext, cast: Cast, versionId: string): Promise<void> {
  const from = dayFromToday(-300);
  const approvalId = await madeAsExample('ceApproval', () =>
    app.get(CeApprovalService).add(cast.as('admin'), {
      name: 'Riverbend learning hours',
      approver: 'internal',
      approvalNumber: 'RB-1',
      validFrom: from,
    }),
  );
  await app
    .get(CeConfigurationService)
    .write(cast.as('admin'), versionId, 0, { approvals: [{ approvalId, from }], outcomes: [] });
}

/** A measure of the college's own: those of others need a licence, which nobody can make up. */
async function takeUpInstrument(app: INestApplicationContext, cast: Cast): Promise<string> {
  const id = await madeAsExample('instrument', () =>
    app.get(InstrumentService).add(cast.as('admin'), {
      code: 'Riverbend',
      edition: '1',
      name: 'Five questions about my week',
      itemCount: 5,
      itemMin: 0,
      itemMax: 4,
      licenceRequired: false,
    }),
  );
  return app.get(InstrumentService).moveInstrument(cast.as('admin'), id, 'active');
}

/** Learners who like to measure themselves do so on paper, each by themselves. */
async function measure(
  app: INestApplicationContext,
  cast: Cast,
  { scores = '', learners }: PastRun,
  wish: { instrumentId: string; occasion: 'baseline' | 'end'; runId: string },
): Promise<void> {
  await inLanes(scores.split(' ').filter(Boolean), async (each, index) => {
    const raw = each.split('-')[wish.occasion === 'baseline' ? 0 : 1];
    if (!raw) return;
    const learner = cast.as(learners[index] ?? '');
    await app.get(MeasurementService).answer(learner, await app.get(MeasurementService).begin(learner, wish), {
      mode: 'self_paper',
      raw: Number(raw),
    });
  });
}

/** Those who would like to say what they think of the run do so. */
async function evaluate(
  app: INestApplicationContext,
  cast: Cast,
  { evaluations, learners }: PastRun,
  { runId }: OpenedRun,
): Promise<void> {
  await inLanes(evaluations.split(' '), ([hope, skills], index) =>
    app.get(EvaluationService).give(
      cast.as(learners[index] ?? ''),
      { runId, sessionId: null },
      {
        answers: [
          { item: 'more_hopeful', value: Number(hope) },
          { item: 'gained_skills', value: Number(skills) },
        ],
      },
    ),
  );
}

/** Somebody asks each person who did not come how they are. */
async function askAfterThoseWhoMissed(app: INestApplicationContext, cast: Cast, runId: string): Promise<void> {
  const [coordinator, followUps] = [cast.as('coordinator'), app.get(WelfareService)];
  const { items } = await app.get(WelfareQueryService).list(coordinator, { runId, waiting: true, limit: 50 });
  for (const { id } of items) {
    await followUps.attempt(coordinator, id, { channel: 'inApp', outcome: 'contacted_ok' });
    await followUps.close(coordinator, id);
  }
}

/** What a job would do a moment later, done before anybody can ask for a report. */
async function credit(app: INestApplicationContext): Promise<void> {
  const completed = await app.get(Database).rows<{ id: string }>(
    `
      select v.id
      from event v
      join enrolment e on e.id = v.subject_id
      join run r on r.id = e.run_id
      join ce_attachment a on a.version_id = r.version_id
      where v.type = 'attendance.completed'`,
  );
  await inLanes(completed, ({ id }) => app.get(Events).react(id, 'award-credit'));
}
