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

interface LaidActivity extends Span {
  isBreak: boolean;
  allowable: boolean;
}

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
  if (plan && plan.minutesBreak > 0 && !activities.some(({ isBreak }) => isBreak)) {
    let before = 0;
    const place = activities.findIndex(({ minutes }) => (before += minutes) * 2 >= contact);
    activities.splice(place < 0 ? activities.length : place + 1, 0, {
      minutes: plan.minutesBreak,
      isBreak: true,
      allowable: false,
    });
  }
  let at = 0;
  return activities.map(({ minutes, ...rest }) => ({ ...rest, from: at, to: (at += minutes) }));
}

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
  return length(some.flatMap((a) => others.map((b) => ({ from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) }))));
}
