/** Minutes from the planned start, `from` up to but not including `to`. */
export interface Span {
  from: number;
  to: number;
}

/** The plan of one session, as its course version has it. */
export interface SessionPlan {
  minutesBreak: number;
  activities: { kind: string; minutes: number; allowableForCeu: boolean }[];
}

/** A session as far as minutes are concerned. */
export interface SessionMinutes {
  /** When it really began, in minutes from the planned start. */
  started: number;
  /** From planned start to planned end, breaks included. */
  duration: number;
  /** What of it was planned as being together, without breaks. */
  planned: number;
  /** What counts as being together, without breaks: as delivered, and as planned while it was not. */
  contact: number;
  plan: SessionPlan | null;
}

/** When somebody was there, as it was noted. */
export interface NotedTimes {
  arrivedMin?: number;
  leftMin?: number;
  /** Times in between in which they were elsewhere. */
  away?: readonly Span[];
}

interface PlannedActivity {
  minutes: number;
  isBreak: boolean;
  allowable: boolean;
}

type LaidActivity = Span & Omit<PlannedActivity, 'minutes'>;

/**
 * The plan as it was held: its activities laid end to end from the actual start, breaks included, and cut where the
 * delivered minutes are over (BR-177). A plan that gives the length of its break but not its place has it after the
 * activity with which half of its contact time is over.
 */
export function heldPlan({ plan, started, contact }: SessionMinutes): LaidActivity[] {
  const activities =
    plan?.activities.map(({ kind, minutes, allowableForCeu }) => ({
      minutes,
      isBreak: kind === 'break',
      allowable: allowableForCeu && kind !== 'break',
    })) ?? [];
  const breakToPlace = activities.some(({ isBreak }) => isBreak) ? 0 : (plan?.minutesBreak ?? 0);
  const laid = breakToPlace > 0 ? withBreak(activities, breakToPlace) : activities;
  return laid
    .map(({ minutes, ...rest }, index) => {
      const before = laid.slice(0, index);
      const from = started + total(before);
      const left = Math.max(0, contact - total(before.filter(({ isBreak }) => !isBreak)));
      return { ...rest, from, to: from + (rest.isBreak && left > 0 ? minutes : Math.min(minutes, left)) };
    })
    .filter(({ from, to }) => from < to);
}

/** With a break after the activity with which half of the contact time is over. */
function withBreak(activities: PlannedActivity[], minutes: number): PlannedActivity[] {
  const whole = total(activities);
  const halfway = activities.findIndex((_, index) => total(activities.slice(0, index + 1)) * 2 >= whole);
  return activities.toSpliced(halfway + 1, 0, { minutes, isBreak: true, allowable: false });
}

const total = (activities: readonly PlannedActivity[]): number =>
  activities.reduce((sum, { minutes }) => sum + minutes, 0);

/**
 * The spans in which somebody was there: from arriving to leaving, without the times away. Where nobody noted when they
 * came or left, they were there when it really began, and when it really ended, whenever that was.
 */
export function presentSpans({ arrivedMin, leftMin, away = [] }: NotedTimes, duration: number): Span[] {
  const whole: Span = { from: arrivedMin ?? 0, to: leftMin ?? Math.max(duration, (arrivedMin ?? 0) + 1) };
  return [...away]
    .sort((a, b) => a.from - b.from)
    .reduce<Span[]>(
      (spans, gone) =>
        spans.flatMap(({ from, to }) =>
          [
            { from, to: Math.min(to, gone.from) },
            { from: Math.max(from, gone.to), to },
          ].filter((span) => span.from < span.to),
        ),
      [whole],
    )
    .map(({ from, to }) => ({
      from: arrivedMin === undefined && from === whole.from ? -Infinity : from,
      to: leftMin === undefined && to === whole.to ? Infinity : to,
    }));
}

/** Whether the times follow one another and no two times away overlap. */
export function inOrder({ arrivedMin, leftMin, away = [] }: NotedTimes): boolean {
  const times = [
    arrivedMin,
    ...[...away].sort((a, b) => a.from - b.from).flatMap(({ from, to }) => [from, to]),
    leftMin,
  ].filter((time) => time !== undefined);
  return (
    times.every((time, index) => index === 0 || (times[index - 1] ?? 0) <= time) &&
    away.every(({ from, to }) => from < to) &&
    (arrivedMin ?? -Infinity) < (leftMin ?? Infinity)
  );
}

/** Somebody who was there from the beginning to the end, whenever that was. */
export const throughout: readonly Span[] = [{ from: -Infinity, to: Infinity }];

/**
 * Minutes of contact that somebody was there for: breaks do not count, and neither does time before the start or after
 * the end (BR-63). A mark is written by it; what is told of it afterwards is `attended_minutes` of the database, which
 * is the same for a session as it stands then (BR-231).
 */
export function minutesPresent(spans: readonly Span[], session: SessionMinutes): number {
  const held = heldPlan(session);
  const beyondPlan = session.contact - length(held.filter(({ isBreak }) => !isBreak));
  const planEnds = held.at(-1)?.to ?? session.started;
  // What was held beyond its plan, or without one, has no place of its own: it may be anywhere until the end.
  const notContact = session.duration - session.planned;
  const latest = session.started + Math.min(session.duration, session.contact + notContact);
  const ends = beyondPlan > 0 ? Math.max(planEnds + beyondPlan, latest) : planEnds;
  const breaks = held.filter(({ isBreak }) => isBreak);
  return Math.min(overlap(spans, [{ from: session.started, to: ends }]) - overlap(spans, breaks), session.contact);
}

/**
 * What of a session can count towards continuing education, and how much of that somebody was there for: nothing that
 * was not held, and nothing beyond the plan (BR-108, 111, 177). Learners and presenters are credited by it alike.
 */
export function creditableMinutes(
  spans: readonly Span[],
  session: SessionMinutes,
): { allowable: number; creditable: number } {
  const allowable = heldPlan(session).filter((each) => each.allowable);
  return { allowable: length(allowable), creditable: overlap(spans, allowable) };
}

/** Total length. */
export const length = (spans: readonly Span[]): number =>
  spans.reduce((sum, { from, to }) => sum + Math.max(0, to - from), 0);

function overlap(some: readonly Span[], others: readonly Span[]): number {
  const common = (one: Span, other: Span): Span => ({
    from: Math.max(one.from, other.from),
    to: Math.min(one.to, other.to),
  });
  return length(some.flatMap((one) => others.map((other) => common(one, other))));
}
