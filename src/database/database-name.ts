/** The college's database on the embedded server. */
export const databaseName = 'recovery_college';
