import type { OpenAPIObject, SchemaObject } from '@nestjs/swagger';
import { fieldsIn } from './field-types.js';

/** What a set of words is called that stands at several places, by one of them. A name stays: clients are made of it. */
const names: Readonly<Record<string, string>> = {
  AccessFeature: 'VenueDto.accessFeatures',
  AdministrationMode: 'MeasurementDto.mode',
  ApplicationState: 'ApplicationDto.state',
  AssessmentKind: 'AssessmentDto.kind',
  AttemptOutcome: 'AttemptDto.outcome',
  AttendanceMode: 'AttendanceDto.mode',
  AttendanceNote: 'AttendanceDto.noteCode',
  AttendanceState: 'AttendanceDto.state',
  BookingOutcome: 'EligibilityDto.outcome',
  BookingSource: 'EnrolmentDto.source',
  CalendarFeedAct: 'CalendarFeedDto.can',
  CalendarTitles: 'CalendarFeedDto.titles',
  CameraRule: 'RunDto.cameraRule',
  CapacityKind: 'Capacity.kind',
  CeApprover: 'CeApprovalDto.approver',
  CeCause: 'CeEntryDto.cause',
  CeClaimMode: 'ExternalCeClaimDto.mode',
  CeClaimOutcome: 'CeClaimDecisionBody.outcome',
  CeClaimState: 'ExternalCeClaimDto.state',
  CeEntryState: 'CeEntryDto.state',
  CeEntryType: 'CeEntryDto.entryType',
  CeKind: 'CeEntryDto.kind',
  CePartialCredit: 'CeApprovalDto.partialCredit',
  CeRole: 'CeEntryDto.role',
  CeRounding: 'CeApprovalDto.rounding',
  CertificateName: 'NamesDto.nameOnCertificate',
  CertificationGrade: 'PeriodDto.grade',
  CertificationIssuer: 'SchemeDto.issuer',
  CertificationState: 'CertificationDto.state',
  CertificationTrack: 'SchemeDto.track',
  ChimeTag: 'JournalEntryDto.tags',
  ConsentMethod: 'ConsentDto.method',
  ConsentPurpose: 'ConsentDto.purpose',
  ContactChangeKind: 'ContactChangeDto.kind',
  ContactChannel: 'SafeWayDto.channel',
  ContributionRole: 'ContributorDto.contributionRole',
  CourseStatus: 'CourseDto.status',
  CourseVersionAct: 'CourseVersionDto.can',
  CourseVersionState: 'CourseVersionDto.state',
  DataRequestKind: 'DataRequestDto.kind',
  DataRequestState: 'DataRequestDto.state',
  DatedOrder: 'get /api/v1/sessions.sort',
  DeclineReason: 'DeclineBody.reason',
  DeliveryMode: 'RunDto.mode',
  DeliveryRole: 'AssignmentDto.deliveryRole',
  EligibilityBasis: 'RegistrationDto.eligibilityBasis',
  EmergencyReason: 'OpenedEmergencyContactDto.reason',
  EnrolmentState: 'EnrolmentDto.state',
  EntryState: 'JournalEntryDto.state',
  EvaluationSubject: 'EvaluationFormDto.about',
  ExperienceRole: 'SignOffDto.asRole',
  FollowUpState: 'FollowUpDto.state',
  GrantPermission: 'JournalGrantDto.permission',
  HiddenReason: 'HiddenReasonDto.reason',
  InstrumentState: 'InstrumentDto.state',
  JournalEntryAct: 'JournalEntryDto.can',
  LearningPlanState: 'LearningPlanDto.state',
  LearningPlanViewer: 'LearningPlanDto.seenAs',
  LeaveMessage: 'SafeNumber.leaveMessage',
  MarkSource: 'AttendanceMarkDto.source',
  MarkState: 'AttendanceMarkDto.state',
  MarksWhenMoved: 'ReschedulingBody.marks',
  MeasurementOccasion: 'MeasurementDto.occasion',
  MeasurementState: 'MeasurementDto.state',
  MessageKind: 'MessageDto.kind',
  PasswordCardAct: 'PasswordCardDto.can',
  PasswordCardState: 'PasswordCardDto.state',
  PeerTrack: 'PeerTracksDto.tracks',
  PeriodicDecision: 'PeriodicReviewDto.decision',
  PersonalDetailAct: 'SupportNeedDto.can',
  PlacesLeft: 'RunDto.places',
  PlanPart: 'PlanShareDto.parts',
  PlanReviewMode: 'PlanReviewDto.mode',
  PracticeKind: 'PracticeDto.kind',
  ProgressionKind: 'ProgressionDto.kind',
  PromptModel: 'JournalPromptDto.model',
  ProposalState: 'ProposalDto.state',
  RecordedOrder: 'get /api/v1/ce-ledger.sort',
  ReferenceKind: 'ReferenceDto.kind',
  Remuneration: 'ContributorDto.remuneration',
  RenewalOutcome: 'RenewalDto.outcome',
  RepeatedHour: 'SessionBody.startOccurrence',
  ReportDimension: 'ReportDto.by',
  ReportKind: 'ReportDto.report',
  ReportMeasure: 'FigureDto.measure',
  ReviewOutcome: 'ReviewDto.outcome',
  Role: 'PersonDto.roles',
  RunState: 'RunDto.state',
  Scoring: 'InstrumentDto.scoring',
  SessionState: 'SessionDto.state',
  StaffTaskAct: 'StaffTaskDto.can',
  StaffTaskKind: 'StaffTaskDto.kind',
  StaffTaskOutcome: 'StaffTaskDto.outcome',
  StaffTaskReason: 'StaffTaskDto.reason',
  SupportNeedKind: 'SupportNeedDto.kind',
  TranscriptReleaseState: 'TranscriptReleaseDto.state',
  WishKind: 'WishDto.kind',
};

const wordsOf = ({ enum: words = [] }: SchemaObject): unknown[] => words.filter((word) => word !== null);
const keyOf = (schema: SchemaObject): string => JSON.stringify(wordsOf(schema));

/** A set with one word says all about itself where it stands. */
const isSet = (schema: SchemaObject): boolean => wordsOf(schema).length > 1;

/** Sets of words that stand at several places and have no name. */
export function unnamedSets(document: OpenAPIObject): string[] {
  const places = new Map<string, string[]>();
  for (const { owner, name, schema } of fieldsIn(document))
    if (isSet(schema)) places.set(keyOf(schema), [...(places.get(keyOf(schema)) ?? []), `${owner}.${name}`]);
  return [...places.values()].filter((all) => all.length > 1).map((all) => all.join(' = '));
}

/** Puts the named sets among the components, and a reference wherever one stands. */
export function nameSets(document: OpenAPIObject): void {
  const schemas = document.components?.schemas ?? {};
  const taken = new Set(Object.keys(schemas));
  const nameAt = new Map(Object.entries(names).map(([name, place]) => [place, name]));
  const named = new Map<string, string>();
  const fields = [...fieldsIn(document)].filter(({ schema }) => isSet(schema));
  for (const { owner, name, schema } of fields) {
    const given = nameAt.get(`${owner}.${name}`);
    if (given) named.set(keyOf(schema), given);
  }
  for (const { schema } of fields) {
    const name = named.get(keyOf(schema));
    if (!name) continue;
    if (taken.has(name))
      throw new Error(`${name} is a schema already; the set of ${schema.enum?.join(', ')} needs another name`);
    schemas[name] ??= { type: 'string', enum: wordsOf(schema) };
    refer(schema, `#/components/schemas/${name}`);
  }
}

function refer(schema: SchemaObject, $ref: string): void {
  const mayBeNull = schema.enum?.includes(null);
  delete schema.type;
  delete schema.enum;
  Object.assign(schema, mayBeNull ? { anyOf: [{ $ref }, { type: 'null' }] } : { $ref });
}
