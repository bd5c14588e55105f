/** Where the API begins; inside one version changes only add. */
export const prefix = 'api/v1';
