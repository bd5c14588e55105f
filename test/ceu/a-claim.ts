/** Credit for an event elsewhere, but for the certificate that shows it. */
export const eventElsewhere = {
  provider: 'Peer Academy',
  title: 'Ethics for Peers',
  startsOn: '2026-03-02',
  endsOn: '2026-03-03',
  minutes: 400,
  category: 'ethics',
  mode: 'online',
  kind: 'ce_hours',
  objectives: 'To know the code of ethics.',
  presenter: 'A. Teacher',
};
