/** Every step that can be taken against a certification, or for it. Each is a row of its own; none is ever changed. */
export const actKinds = [
  'suspended',
  'interim_suspended',
  'suspension_lifted',
  'revocation_notice',
  'responded',
  'dismissed',
  'revoked',
  'appealed',
  'upheld',
  'overturned',
  'inactivated',
  'reactivated',
  'surrendered',
] as const;
export type ActKind = (typeof actKinds)[number];

/** Steps that the holder takes; every other one is taken by somebody else. */
export const holdersActs: readonly ActKind[] = ['responded', 'appealed', 'inactivated', 'reactivated', 'surrendered'];

/** What a step answers. */
export const answers: Partial<Record<ActKind, ActKind[]>> = {
  suspension_lifted: ['suspended', 'interim_suspended'],
  responded: ['revocation_notice'],
  dismissed: ['revocation_notice'],
  revoked: ['revocation_notice'],
  appealed: ['revoked'],
  upheld: ['appealed'],
  overturned: ['appealed'],
  reactivated: ['inactivated'],
};

export interface Act {
  id: string;
  kind: ActKind;
  /** The step that this one answers. */
  aboutId: string | null;
  /** First day of its effect. */
  fromOn: string | null;
  /** Last day of its effect; null for no end. */
  untilOn: string | null;
  /** Last day on which the next step may be taken. */
  answerBy: string | null;
  /** The day on which it was taken. */
  on: string;
  byId: string;
}

/** The notice that nobody has decided on yet. */
export const openNotice = (acts: Act[]): Act | undefined =>
  acts.find(
    ({ id, kind }) =>
      kind === 'revocation_notice' &&
      !acts.some((later) => later.aboutId === id && (later.kind === 'revoked' || later.kind === 'dismissed')),
  );

export const answerTo = (acts: Act[], id: string, ...kinds: ActKind[]): Act | undefined =>
  acts.find(({ aboutId, kind }) => aboutId === id && kinds.includes(kind));

/**
 * When a notice may be decided on: once the holder has answered or the time to answer is over, for so many days
 * (BR-94).
 */
export function decisionWindow(
  notice: Act,
  response: Act | undefined,
  decisionDays: number,
  later: (day: string, days: number) => string,
): { from: string; through: string } {
  const deadline = notice.answerBy ?? notice.on;
  const from = response?.on ?? later(deadline, 1);
  return { from, through: later(response?.on ?? deadline, decisionDays) };
}
