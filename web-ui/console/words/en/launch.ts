/** Launch: the dialog, and the waiting for consent at the site. */
export const launch = {
  'launch.title': 'Launch {title}',
  'launch.shown':
    'Somebody at the site reads this before they let you in, and it stands beside every request in the access log.',
  'launch.reason': 'Reason',
  'launch.reasonHelp': 'What you are going to do. For example: look why 3104 does not ring.',
  'launch.ticket': 'Ticket number',
  'launch.do': 'Launch',
  'launch.waits': 'Waiting for consent at the site',
  'launch.waitsText':
    'An administrator there approves or denies it on the gateway’s own page. This goes on by itself. Without an answer it ends at {end}, {age}.',
  'launch.cancel': 'Cancel the request',
  'launch.cancelled': 'The request is taken back.',
  'launch.notOpened': 'The session was not opened: {because}.',
  'launch.allowed': 'The site has said yes',
  'launch.allowedText': 'The browser kept the new tab from opening. Open it here within five minutes.',
  'launch.open': 'Open',
  'launch.close': 'Close',
  'g.sessions.waiting': 'waiting for consent at the site',
  'g.sessions.cancel': 'Cancel',
  'launch.ended': 'The session to {title} is over: {because}.',
  'launch.endedText': 'Its tab shows nothing new any more. Launch it again if you need it.',
  'g.order.logsTitle': 'Collect the logs',
  'g.order.logsWhat':
    'Somebody at the site reads this and may be asked first, which takes up to 10 minutes. The last 1,000 lines come here.',
  'g.check': 'Check',
  'g.checking': 'Checking…',
  'g.checked': 'Answers: HTTP {status}',
} as const;
