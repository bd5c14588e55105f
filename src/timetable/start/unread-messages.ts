/** How many messages wait inside the service, for who shows a first screen. Answered by a higher module. */
export abstract class UnreadMessages {
  /** How many of a person's messages they have not read; counted to a hundred. */
  abstract unread(personId: string): Promise<number>;
}
