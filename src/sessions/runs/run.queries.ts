import { assignedSql, facilitatesSql } from '../facilitators/facilitation.sql.js';

/** A run as people may see it. $1 is the person who asks. */
export const runView = `
  select r.id, r.version_id as "versionId", r.term_id as "termId", r.mode, r.capacity,
    r.places_taken as "placesTaken", r.cohort_minimum as "cohortMinimum",
    coalesce(r.booking_opens_at, t.booking_opens_at) as "bookingOpensAt", r.booking_closes_at as "bookingClosesAt",
    r.first_session_mandatory as "firstSessionMandatory", r.waitlist_on as "waitlistOn",
    r.approval_needed as "approvalNeeded", r.camera_rule as "cameraRule", r.camera_alternative as "cameraAlternative",
    r.time_zone as "timeZone", r.state, r.cancellation_reason as "cancellationReason", r.version, c.id as "courseId",
    c.title as "courseTitle", s.first_start as "firstStart", s.last_end as "lastEnd",
    case
      when v.id is not null then json_build_object(
        'id', v.id, 'name', v.name, 'address', v.address, 'accessFeatures', v.access_features
      )
    end as venue,
    case
      when o.id is not null then json_build_object('id', o.id, 'provider', o.provider, 'joiningHelp', o.joining_help)
    end as online,
    ${assignedSql('$1', 'r.id')} as assigned, ${facilitatesSql('$1', 'r.id')} as facilitates
  from run r
  join course_version cv on cv.id = r.version_id
  join course c on c.id = cv.course_id
  left join term t on t.id = r.term_id
  left join venue v on v.id = r.venue_id
  left join online_room o on o.id = r.online_room_id
  left join lateral (
    select min(starts_at) as first_start, max(ends_at) as last_end
    from session
    where run_id = r.id and state <> 'cancelled'
  ) s on true`;

/** What the gates of opening need to know, but for the certifications. */
export const runFacts = `
  select r.id, r.state, r.mode, r.capacity, cv.course_id as "courseId", cv.delivery_modes as "deliveryModes",
    cv.max_learners_per_facilitator as "maxLearnersPerFacilitator",
    (select max(local_end)::date::text from session where run_id = r.id and state <> 'cancelled') as "lastSessionOn",
    case
      when v.id is not null then json_build_object(
        'capacity', v.capacity, 'hasAccessFeatures', cardinality(v.access_features) > 0
      )
    end as venue,
    case when o.id is not null then json_build_object('hasJoinLink', o.join_link is not null) end as "onlineRoom",
    coalesce(
      (
        select json_agg(
          json_build_object(
            'personId', a.person_id, 'deliveryRole', a.delivery_role, 'state', a.state,
            'subjectExpert', a.subject_expert, 'conflictOpen', a.conflict = 'declared'
          )
          order by a.offered_at
        )
        from facilitator_assignment a
        where a.run_id = r.id and a.state in ('offered', 'accepted')
      ),
      '[]'
    ) as facilitators
  from run r
  join course_version cv on cv.id = r.version_id
  left join venue v on v.id = r.venue_id
  left join online_room o on o.id = r.online_room_id
  where r.id = any ($1)`;

/** A run under its lock, for whoever counts its places. */
export const lockedRun = `
  select r.id, r.version_id as "versionId", c.title as "courseTitle", r.term_id as "termId",
    t.max_runs_per_learner as "termMaxRuns", r.mode, r.state, r.capacity, r.places_taken as "placesTaken",
    coalesce(r.booking_opens_at, t.booking_opens_at) as "bookingOpensAt", r.booking_closes_at as "bookingClosesAt",
    r.waitlist_on as "waitlistOn", r.approval_needed as "approvalNeeded",
    r.first_session_mandatory as "firstSessionMandatory", cv.minimum_age as "minimumAge",
    cv.eligibility_rules as "eligibilityRules", r.time_zone as "timeZone",
    (select min(starts_at) from session where run_id = r.id and state <> 'cancelled') as "firstStart",
    (select max(ends_at) from session where run_id = r.id and state <> 'cancelled') as "lastEnd",
    (
      select max(m.moved_at)
      from session_rescheduling m
      join session s on s.id = m.session_id
      where s.run_id = r.id and s.state = 'published' and m.free_withdrawal
    ) as "movedFarAt"
  from run r
  join course_version cv on cv.id = r.version_id
  join course c on c.id = cv.course_id
  left join term t on t.id = r.term_id
  where r.id = $1`;
