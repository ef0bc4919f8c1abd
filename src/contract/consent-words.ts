/**
 * What gateway and cloud say when nobody is let in, and when a session ends. Both speak English; the gateway's own pages
 * and the console translate it.
 */

/** The progress of an order while somebody on site is asked. */
export const WAITS_FOR_CONSENT = 'Waits for consent on site.';

/** Rows of the gateway's error table that also reach who asked, in the console. */
export const CONSENT_ERRORS = {
  CONSENT_DENIED: {
    status: 403,
    retryable: false,
    sentence: 'Somebody on site said no.',
    remedy: 'Talk to the customer, and ask again when they agree.',
  },
  CONSENT_UNANSWERED: {
    status: 409,
    retryable: true,
    sentence: 'Nobody on site answered the question within 10 minutes.',
    remedy: 'Call the site, and ask again.',
  },
  CONSENT_ENDED: {
    status: 409,
    retryable: true,
    sentence: 'The question ended before anybody on site answered it.',
    remedy: 'Ask again.',
  },
  CONSENT_OFF: {
    status: 403,
    retryable: false,
    sentence: 'The customer’s policy lets nobody in.',
    remedy: 'On site, an administrator can change it on the page of the tunnels.',
  },
  CALL_NOT_ALLOWED: {
    status: 403,
    retryable: false,
    sentence: 'The customer’s policy does not allow this call.',
    remedy: 'On site, an administrator can allow it on the page of the tunnels.',
  },
} as const;

/**
 * Why a launch ended or was not let in, as the cloud keeps it. `{name}` is a person, `{why}` one of the others; the
 * console has each in every language.
 */
export const LAUNCH_ENDS = [
  // the progress of an order that waits, and the name of who answers by the gateway's own command
  'waits for consent on site',
  'Command line',
  'idle',
  'expired',
  'not used',
  'unlinked',
  'deactivated',
  'account deactivated',
  'tunnel stopped',
  'the policy was changed',
  'ended at the gateway',
  'the gateway stops',
  'the gateway was restarted',
  'the gateway did not answer',
  'the cloud was restarted',
  'the answer could not be stored',
  'ended by {name}',
  'ended on site by {name}',
  'withdrawn by {name}',
  'denied on site by {name}',
  'the question was not answered: {why}',
] as const;
