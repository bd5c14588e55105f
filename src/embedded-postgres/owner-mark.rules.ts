/** What lies beside a database that is reached by a link: the data folder that it belongs to. */
export interface OwnerMark {
  folder: string;
  /** Number of the link on its disk: it stays when the folder is moved, and a copy of the folder has another one. */
  link: string;
}

/** What a database without a mark belongs to is whoever comes first. */
export function isOwner(mark: OwnerMark | undefined, found: OwnerMark): boolean {
  return mark === undefined || mark.link === found.link;
}
