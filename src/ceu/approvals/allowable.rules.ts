/** A session plan, as far as credit goes. */
export interface CreditedPlan {
  activities: readonly { kind: string; minutes: number; allowableForCeu: boolean }[];
}

/**
 * Minutes of a session that can count: what its plan allows. Breaks never do, nor does anything that is marked as not
 * allowable (BR-108). This is what was planned; what of it was held and attended the register says, which cuts the plan
 * where the session ended.
 */
export const allowableMinutes = ({ activities }: CreditedPlan): number =>
  activities.reduce(
    (sum, { kind, minutes, allowableForCeu }) => sum + (allowableForCeu && kind !== 'break' ? minutes : 0),
    0,
  );
