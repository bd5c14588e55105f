import { type Actor, is } from '../../platform/actor.js';
import {
  type CertificationState,
  type History,
  openRest,
  renewable,
  inForceOrResting,
  statusByDates,
  suspensionsOf,
} from './certification.rules.js';
import type { StoredCertification } from './certification.presenter.js';
import { answerTo, openNotice } from '../due-process/due-process.rules.js';

export const certificationActions = [
  'add_period',
  'verify',
  'renew',
  'reinstate',
  'decide_renewal',
  'extend',
  'inactivate',
  'reactivate',
  'surrender',
  'respond',
  'appeal',
  'suspend',
  'lift_suspension',
  'give_notice',
  'revoke',
  'decide_appeal',
  'print',
] as const;
export type CertificationAction = (typeof certificationActions)[number];

export const seesAllCertifications = (actor: Actor): boolean => is(actor, 'coordinator', 'administrator');

/** What somebody may do with a certification as it stands today. Nobody judges their own. */
export function certificationCan(
  actor: Actor,
  { personId, issuer, periods }: StoredCertification,
  history: History,
  state: CertificationState,
  today: string,
): CertificationAction[] {
  const mine = actor.personId === personId;
  const coordinates = is(actor, 'coordinator');
  const administers = is(actor, 'administrator') && !mine;
  const college = issuer === 'college';
  const pending = history.renewals.some(({ decidedOn }) => decidedOn === null);
  const notice = openNotice(history.acts);
  const revoked = history.acts.findLast(({ kind }) => kind === 'revoked');
  const appealed = revoked && answerTo(history.acts, revoked.id, 'appealed');
  const resting = openRest(history) !== undefined;
  const last = periods.at(-1);
  const able: [CertificationAction, boolean][] = [
    ['add_period', !college && (mine || coordinates)],
    ['verify', !college && coordinates && !mine && periods.some(({ verifiedAt }) => verifiedAt === null)],
    ['renew', college && mine && !pending && renewable.includes(statusByDates(history, today))],
    ['reinstate', college && mine && !pending && state === 'lapsed'],
    ['decide_renewal', college && coordinates && !mine && pending],
    [
      'extend',
      college &&
        coordinates &&
        !mine &&
        last?.grade === 'provisional' &&
        last.kind === 'first' &&
        statusByDates(history, today) === 'renewal_open',
    ],
    ['inactivate', mine && !resting && inForceOrResting.includes(state)],
    ['reactivate', mine && resting],
    ['surrender', mine && inForceOrResting.includes(state)],
    [
      'respond',
      mine &&
        notice !== undefined &&
        !answerTo(history.acts, notice.id, 'responded') &&
        today <= (notice.answerBy ?? today),
    ],
    ['appeal', mine && revoked !== undefined && !appealed && today <= (revoked.answerBy ?? '')],
    ['suspend', administers && inForceOrResting.includes(state)],
    [
      'lift_suspension',
      administers && suspensionsOf(history).some(({ through }) => through === null || through >= today),
    ],
    ['give_notice', administers && !notice && (inForceOrResting.includes(state) || state === 'lapsed')],
    ['revoke', administers && notice !== undefined],
    [
      'decide_appeal',
      administers &&
        appealed !== undefined &&
        revoked?.byId !== actor.personId &&
        !answerTo(history.acts, appealed.id, 'upheld', 'overturned'),
    ],
    ['print', college && mine],
  ];
  return able.filter(([, may]) => may).map(([action]) => action);
}
