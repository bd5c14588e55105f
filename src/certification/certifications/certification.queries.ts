import { columnsOf } from '../../platform/database/tables.js';
import { type Order, reversed } from '../../platform/listing/listing.js';
import type { RecordedOrder } from '../../platform/http/page-query.dto.js';
import { peerTracks } from '../schemes/scheme.rules.js';
import { CertificationScheme } from '../schemes/certification-scheme.entity.js';
import { Certification } from './certification.entity.js';

/** The history of a certification `c`, as JSON columns; `historyOf` makes it whole. */
const history = `
  coalesce(
    (
      select json_agg(
        json_build_object(
          'id', p.id, 'kind', p.kind, 'grade', p.grade, 'validFrom', p.valid_from, 'validThrough', p.valid_through,
          'verifiedAt', p.verified_at, 'setId', p.set_id, 'cycleStart', p.cycle_start, 'late', p.late,
          'extensionMonths', r.terms->'provisional'->'extensionMonths',
          'windowDays', r.terms->'renewal'->'windowDays', 'graceDays', r.terms->'renewal'->'graceDays'
        )
        order by p.valid_from
      )
      from certification_period p
      left join requirement_set r on r.id = p.set_id
      where p.certification_id = c.id
    ),
    '[]'
  ) as periods,
  coalesce(
    (
      select json_agg(
        json_build_object('id', n.id, 'kind', n.kind, 'submittedOn', n.submitted_on, 'decidedOn', d.decided_on)
        order by n.submitted_at
      )
      from certification_renewal n
      left join renewal_decision d on d.renewal_id = n.id
      where n.certification_id = c.id
    ),
    '[]'
  ) as renewals,
  coalesce(
    (
      select json_agg(
        json_build_object(
          'id', a.id, 'kind', a.kind, 'aboutId', a.about_id, 'fromOn', a.from_on, 'untilOn', a.until_on,
          'answerBy', a.answer_by, 'on', a.taken_on, 'byId', a.taken_by
        )
        order by a.taken_at, a.id
      )
      from certification_act a
      where a.certification_id = c.id
    ),
    '[]'
  ) as acts`;

export const certificationColumns = `
  ${columnsOf(Certification, 'c', 'id', 'personId', 'schemeId', 'number', 'registerLink', 'version')},
  s.name as "schemeName", ${columnsOf(CertificationScheme, 's', 'issuer', 'track')}, ${history}`;

export const fromCertifications = `
  from certification c
  join certification_scheme s on s.id = c.scheme_id`;

const certification = `${certificationColumns} ${fromCertifications}`;

const newest: Order = { id: 'c.id', descending: true };
export const certificationOrders: Record<RecordedOrder, Order> = { newest, oldest: reversed(newest) };

export const oneCertification = `select ${certification} where c.id = $1`;

/** $1 whether all, $2 whose otherwise, $3 person. */
export const whichCertifications = '($1 or c.person_id = $2) and ($3::uuid is null or c.person_id = $3)';

const ofPeers = peerTracks.map((track) => `'${track}'`).join(', ');

/**
 * Everything of these people ($1) in the tracks of peers that a course may be facilitated with, one row per certification
 * and course asked.
 */
export const peersCertifications = `
  select asked."courseId", ${certification}
  join (
    select distinct *
    from json_to_recordset($1) as each("personId" uuid, "courseId" uuid)
  ) asked on asked."personId" = c.person_id
  where s.track in (${ofPeers})
    and (
      s.track in (select track from course_peer_track where course_id = asked."courseId")
        or not exists (select from course_peer_track where course_id = asked."courseId")
    )`;

export const certificationsUnder = `select ${certification} where c.person_id = $1 and c.scheme_id = $2`;

/** Certifications of which a period ends within $2 days of $1, before or after it. */
export const endingAround = `
  select ${certification}
  where exists (
    select
    from certification_period p
    where p.certification_id = c.id and p.valid_through between $1::date - $2::integer and $1::date + $2::integer
  )
  order by c.id`;
