import type { PersonalData } from '../platform/personal/personal-table.js';

export const sessionsPersonal: PersonalData = {
  tables: [
    {
      table: 'session_debrief',
      rowsOf: 't.person_id = $1',
      exports: 't.session_id, t.went_well, t.to_change, t.co_facilitation, t.supervision_asked_at, t.written_at',
      whenErased: { fate: 'erased' },
      goesAfter: { column: 't.written_at', time: '2 years' },
    },
    {
      table: 'facilitator_presence',
      rowsOf: 't.person_id = $1',
      exports: 't.session_id, t.delivery_role, t.present, t.certified, t.recorded_at',
      whenErased: {
        fate: 'anonymised',
      },
      namesStaff: ['recorded_by'],
    },
    {
      table: 'booking',
      rowsOf: `t.kind = 'facilitator' and t.booked_id = $1`,
      exports: `t.session_id, t.during, t.with_travel`,
      whenErased: { fate: 'anonymised' },
    },
    {
      table: 'facilitator_assignment',
      rowsOf: 't.person_id = $1',
      exports: `
        t.run_id, t.delivery_role, t.subject_expert, t.state, t.conflict, t.conflict_text, t.conflict_resolution,
        t.offered_at, t.answered_at, t.stood_down_at, t.stood_down_reason`,
      whenErased: {
        fate: 'anonymised',
        statements: [
          `
            update facilitator_assignment
            set state = 'declined', answered_at = $2
            where person_id = $1 and state = 'offered'`,
          `update facilitator_assignment set conflict_text = '–' where person_id = $1 and conflict_text is not null`,
          `
            update facilitator_assignment
            set conflict_resolution = null, stood_down_reason = null
            where person_id = $1 and (conflict_resolution is not null or stood_down_reason is not null)`,
        ],
      },
      namesStaff: ['conflict_resolved_by', 'offered_by', 'stood_down_by'],
    },
  ],
  doneBy: {
    session: ['published_by', 'delivered_by', 'cancelled_by'],
    session_rescheduling: ['moved_by'],
    session_waiver: ['given_by'],
    venue: ['verified_by'],
    college: ['changed_by'],
    college_history: ['changed_by'],
    college_text: ['written_by'],
  },
};
