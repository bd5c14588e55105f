import { CertificationDto } from '../certifications/certification.dto.js';
import { TrainingDto } from '../evidence/evidence.dto.js';
import { PeerMeetingDto, SupervisionDto } from './supervision.dto.js';

/** What the college does for me as a peer, on one page: training, supervision, contact with other peers. */
export class PeerSupportDto {
  /** My certifications. */
  certifications: CertificationDto[];
  /** Training that I have had. */
  training: TrainingDto[];
  /** Supervision that I have, and have had. */
  supervision: SupervisionDto[];
  /** Minutes of confirmed practice, from the first day on. */
  practiceMinutes: number;
  /** Meetings of peers that come next. */
  nextMeetings: PeerMeetingDto[];
  /** How many I have been to in the last twelve months. */
  meetingsThisYear: number;
}
