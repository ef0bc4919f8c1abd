/** A deleted account is kept, hidden, until its gateways have obeyed their order to reset. */
export const accountEnd = {
  name: 'account end',
  up: 'ALTER TABLE account ADD COLUMN deleted_at INTEGER;',
};
