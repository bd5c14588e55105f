export const panelOutcomes = ['approve', 'refuse', 'defer'] as const;
export type PanelOutcome = (typeof panelOutcomes)[number];

export const appealOutcomes = ['uphold', 'overturn'] as const;
export type AppealOutcome = (typeof appealOutcomes)[number];

export interface PanelMember {
  personId: string;
  livedExperience: boolean;
}

/** Enough members, each once, at least half of them with lived experience (BR-92). */
export function isComplete(members: PanelMember[], fewest: number): boolean {
  const lived = members.filter(({ livedExperience }) => livedExperience).length;
  return (
    members.length >= fewest &&
    new Set(members.map(({ personId }) => personId)).size === members.length &&
    lived * 2 >= members.length
  );
}
