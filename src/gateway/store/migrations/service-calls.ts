/** Which calls of the cloud's own code a service target lets pass: JSON, beside its policy. */
export const serviceCalls = {
  name: 'service calls',
  up: 'ALTER TABLE consent_policy ADD COLUMN calls TEXT;',
};
