import { columnsOf } from '../../platform/database/tables.js';
import { FacilitatorAssignment } from './facilitator-assignment.entity.js';

/** An assignment with the name of the person. */
export const assignmentView = `
  select ${columnsOf(FacilitatorAssignment, 'a', 'id', 'runId', 'personId', 'deliveryRole', 'subjectExpert', 'state')},
    ${columnsOf(FacilitatorAssignment, 'a', 'conflict', 'conflictText', 'conflictResolution', 'stoodDownReason')},
    ${columnsOf(FacilitatorAssignment, 'a', 'version')}, p.chosen_name as "chosenName", r.state as "runState"
  from facilitator_assignment a
  join person p on p.id = a.person_id
  join run r on r.id = a.run_id`;
