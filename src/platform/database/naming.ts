import { DefaultNamingStrategy } from 'typeorm';

/** `personId` as the database writes it: `person_id`. */
export const columnName = (property: string): string =>
  property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** An entity's property is called as its column, so that a name is written once. */
export class SnakeCaseNaming extends DefaultNamingStrategy {
  override columnName(property: string, given?: string): string {
    return given ?? columnName(property);
  }
}
