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
  /** From start to end, breaks included. */
  duration: number;
  /** What counts as being together, without breaks. */
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
 * The activities laid end to end from the start, breaks included. A plan that gives the length of its break but not its
 * place has it after the activity with which half of the contact time is over.
 */
export function laidOut({ plan, contact }: SessionMinutes): LaidActivity[] {
  const activities =
    plan?.activities.map(({ kind, minutes, allowableForCeu }) => ({
      minutes,
      isBreak: kind === 'break',
      allowable: allowableForCeu && kind !== 'break',
    })) ?? [];
  const breakToPlace = activities.some(({ isBreak }) => isBreak) ? 0 : (plan?.minutesBreak ?? 0);
  const laid = breakToPlace > 0 ? withBreak(activities, breakToPlace, contact) : activities;
  return laid.map(({ minutes, ...rest }, index) => {
    const from = total(laid.slice(0, index));
    return { ...rest, from, to: from + minutes };
  });
}

/** With a break after the activity with which half of the contact time is over; at the end when none is. */
function withBreak(activities: PlannedActivity[], minutes: number, contact: number): PlannedActivity[] {
  const halfway = activities.findIndex((_, index) => total(activities.slice(0, index + 1)) * 2 >= contact);
  const position = halfway < 0 ? activities.length : halfway + 1;
  return activities.toSpliced(position, 0, { minutes, isBreak: true, allowable: false });
}

const total = (activities: readonly PlannedActivity[]): number =>
  activities.reduce((sum, { minutes }) => sum + minutes, 0);

/**
 * The spans in which somebody was there: from arriving to leaving, without the times away. Without times: the whole
 * session.
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
    );
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

/**
 * Minutes of contact that somebody was there for: breaks do not count, and neither does time before the start or after
 * the end (BR-63).
 */
export function minutesPresent(spans: readonly Span[], session: SessionMinutes): number {
  const breaks = laidOut(session).filter(({ isBreak }) => isBreak);
  const inside = spans.map(({ from, to }) => ({ from: Math.max(0, from), to: Math.min(session.duration, to) }));
  return Math.min(overlap(inside, [{ from: 0, to: session.duration }]) - overlap(inside, breaks), session.contact);
}

/** What of a session can count towards continuing education, and how much of that somebody was there for. */
export function creditableMinutes(
  spans: readonly Span[],
  session: SessionMinutes,
): { allowable: number; creditable: number } {
  const allowable = laidOut(session)
    .filter((each) => each.allowable)
    .map(({ from, to }) => ({ from, to: Math.min(to, session.duration) }));
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
