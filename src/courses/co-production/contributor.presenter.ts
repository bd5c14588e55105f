import type { Actor } from '../../platform/actor.js';
import type { ContributorAction, ContributorDto } from './contributor.dto.js';
import type { Contributor } from './contributor.entity.js';
import { isCourseStaff } from '../versions/course-version.policy.js';

export type ContributorRow = Contributor & Pick<ContributorDto, 'courseTitle' | 'chosenName'>;

/** Oneself and staff. */
export const canActOn = ({ personId }: Pick<ContributorRow, 'personId'>, actor: Actor): boolean =>
  personId === actor.personId || isCourseStaff(actor);

export function presentContributor(row: ContributorRow, actor: Actor): ContributorDto {
  const open = canActOn(row, actor);
  return {
    id: row.id,
    versionId: row.versionId,
    courseTitle: row.courseTitle,
    personId: row.personId,
    chosenName: row.chosenName,
    contributionRole: row.contributionRole,
    state: row.state,
    creditAs: { kind: row.creditKind, alias: row.creditAlias },
    workMinutes: open ? row.workMinutes : null,
    remuneration: open ? row.remuneration : null,
    invitedAt: row.invitedAt.toISOString(),
    joinedAt: row.joinedAt?.toISOString() ?? null,
    version: row.version,
    can: can(row, actor),
  };
}

function can(row: ContributorRow, actor: Actor): ContributorAction[] {
  const self = row.personId === actor.personId;
  const actions: Record<ContributorAction, boolean> = {
    accept: self && row.state === 'invited',
    step_back: canActOn(row, actor) && row.state !== 'stepped_back',
    choose_credit: self,
    record_work: canActOn(row, actor),
  };
  return (Object.keys(actions) as ContributorAction[]).filter((action) => actions[action]);
}
