/** An assignment with the name of the person. */
export const assignmentView = `
  select a.id, a.run_id as "runId", a.person_id as "personId", p.chosen_name as "chosenName",
    a.delivery_role as "deliveryRole", a.subject_expert as "subjectExpert", a.state, a.conflict,
    a.conflict_text as "conflictText", a.conflict_resolution as "conflictResolution",
    a.stood_down_reason as "stoodDownReason", a.version, r.state as "runState"
  from facilitator_assignment a
  join person p on p.id = a.person_id
  join run r on r.id = a.run_id`;
