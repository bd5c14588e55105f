import type { Invariant } from './invariant.js';

/** What holds of certificates, continuing education and certification. */
export const credentials: readonly Invariant[] = [
  {
    code: 'certificate.attendance_completed',
    says: 'A certificate of attendance stands only for whoever completed the run (I-31).',
    broken: `
      select c.id
      from certificate c
      left join enrolment e on e.id = c.subject_id
      where c.kind = 'attendance' and c.state = 'issued' and e.state is distinct from 'completed'`,
  },
  {
    code: 'ceu.ledger_adds_up',
    says: 'What stands on a transcript is the sum of the ledger (I-32).',
    broken: `
      select e.person_id as id
      from ce_entry e
      group by e.person_id
      having sum(e.minutes) <> (
        select coalesce(sum(w.minutes), 0)
        from ce_award w
        where w.person_id = e.person_id and w.state <> 'reversed'
      )`,
  },
  {
    code: 'ceu.one_standing_award',
    says: 'A run is credited once per person and approval.',
    broken: `
      select min(id::text)::uuid as id
      from ce_award
      where state <> 'reversed'
      group by person_id, event_id, approval_id
      having count(*) > 1`,
  },
  {
    code: 'ceu.credits_held_time',
    says: 'No award credits more minutes than were delivered in its sessions (BR-177).',
    broken: `
      select w.id
      from ce_award w
      where w.run_id is not null
        and w.state <> 'reversed'
        and w.minutes > (
          select coalesce(sum(s.delivered_contact_minutes), 0)
          from jsonb_array_elements(w.evidence -> 'sessions') one
          join session s on s.id = (one ->> 'sessionId')::uuid
        )`,
  },
  {
    code: 'ceu.credits_attended_time',
    says: 'No award credits a learner with more minutes than they attended of its sessions (BR-231).',
    broken: `
      select w.id
      from ce_award w
      where w.run_id is not null
        and w.role = 'learner'
        and w.state <> 'reversed'
        and w.minutes > (
          select coalesce(sum(coalesce(a.minutes_present, (one ->> 'creditableMinutes')::integer)), 0)
          from jsonb_array_elements(w.evidence -> 'sessions') one
          left join attendance_mark m on m.id = (one ->> 'markId')::uuid
          left join attendance a on a.enrolment_id = m.enrolment_id and a.session_id = m.session_id
        )`,
  },
  {
    code: 'certificate.ceu_awarded',
    says: 'A certificate of continuing education stands only for an award that stands (I-31, I-32).',
    broken: `
      select c.id
      from certificate c
      join ce_entry first on first.id = c.subject_id
      where c.kind = 'ceu'
        and c.state = 'issued'
        and not exists (
          select
          from ce_award w
          where w.person_id = first.person_id
            and w.event_id = first.event_id
            and w.approval_id = first.approval_id
            and w.state <> 'reversed'
        )`,
  },
  {
    code: 'certificate.frozen',
    says: 'Every certificate keeps what was printed on it (I-40).',
    broken: `
      select c.id
      from certificate c
      where not exists (select from certificate_print p where p.certificate_id = c.id)
        and exists (select from person p where p.id = c.person_id and p.erased_at is null)`,
  },
  {
    code: 'certificate.address_kept',
    says: 'What can be printed keeps the address that was printed on it, and no other (BR-235).',
    broken: `
      select p.certificate_id as id
      from certificate_print p
      join certificate c on c.id = p.certificate_id
      left join certificate_address a on a.certificate_id = c.id
      where a.certificate_id is null or sha256(convert_to(a.token, 'UTF8')) <> c.verify_hash`,
  },
  {
    code: 'certificate.one_current',
    says: 'A thing is certified by one standing certificate of its kind (I-36).',
    broken: `
      select subject_id as id
      from certificate
      where state = 'issued'
      group by kind, subject_id
      having count(*) > 1`,
  },
  {
    code: 'certification.periods_apart',
    says: 'No day belongs to two periods of one certification (I-35, I-37).',
    broken: `
      select p.id
      from certification_period p
      where exists (
        select
        from certification_period o
        where o.certification_id = p.certification_id
          and o.id <> p.id
          and o.valid_from <= p.valid_through
          and p.valid_from <= o.valid_through
      )`,
  },
  {
    code: 'certification.granted_fairly',
    says: 'Whoever the college certified was approved by a panel, half of it lived experience and without the applicant.',
    broken: `
      select p.id
      from certification_period p
      join certification c on c.id = p.certification_id
      where p.kind = 'first'
        and exists (select from person h where h.id = c.person_id and h.erased_at is null)
        and not exists (
          select
          from panel_decision d
          join certification_application a on a.id = d.application_id and a.scheme_id = c.scheme_id
          join lateral (
            select count(*) as members, count(*) filter (where m.lived_experience) as lived,
              count(*) filter (where m.person_id = c.person_id) as applicants
            from panel_member m
            where m.decision_id = d.id
          ) panel on true
          where d.person_id = c.person_id
            and d.outcome in ('approve', 'overturn')
            and panel.members >= 3
            and panel.lived * 2 >= panel.members
            and panel.applicants = 0
        )`,
  },
  {
    code: 'certification.renewed_by_decision',
    says: 'Nothing was renewed or reinstated that nobody accepted (I-35).',
    broken: `
      select p.id
      from certification_period p
      where p.kind in ('renewal', 'reinstatement')
        and not exists (
          select
          from certification_renewal r
          join renewal_decision d on d.renewal_id = r.id and d.outcome = 'accepted'
          where r.certification_id = p.certification_id and r.kind = p.kind
        )`,
  },
  {
    code: 'certification.assessor_once',
    says: 'No assessor has two assessments at the same time (I-44).',
    broken: `
      select a.id
      from certification_assessment a
      where a.state <> 'cancelled'
        and exists (
          select
          from certification_assessment o
          where o.assessor_id = a.assessor_id
            and o.id <> a.id
            and o.state <> 'cancelled'
            and o.starts_at < a.ends_at
            and a.starts_at < o.ends_at
        )`,
  },
  {
    code: 'certification.practice_confirmed',
    says: 'Practice stands as confirmed where somebody confirmed it, and nowhere else.',
    broken: `
      select l.id
      from practice_log l
      left join practice_verification v on v.log_id = l.id
      where l.confirmed <> (v.log_id is not null)`,
  },
];
