/** Sign-in and invitation. */
export const door = {
  'signIn.title': 'Sign in to the console.',
  'signIn.lead': 'For administrators of partner and customer accounts.',
  'signIn.lead.link': 'Sign in to see the gateway that asks to be linked, and approve or refuse it.',
  'signIn.email': 'E-mail address',
  'signIn.password': 'Password',
  'signIn.email.missing': 'Enter your e-mail address.',
  'signIn.password.missing': 'Enter your password.',
  'signIn.go': 'Sign in',
  'signIn.busy': 'Signing in…',
  'signIn.help': 'No password yet? Open the invitation that your administrator gave you; it works once.',
  'signIn.locked': 'Too many attempts. Signing in is locked until {time}.',
  'signIn.lockedWhy': 'The lock ends by itself <age></age>. It keeps others from guessing your password.',
  'signIn.lockedRemedy':
    'Wait until then. If it was not you who tried, tell your administrator: each lock is in the Event History.',
  'signIn.over': 'The lock is over. Try again.',
  caps: 'Caps Lock is on.',

  'invite.title': 'Welcome, {name}. Choose a password.',
  'invite.lead': 'You become an administrator of {account}, Account ID {number}.',
  'invite.reading': 'Looking at the invitation',
  'invite.cannot': 'This invitation cannot be used.',
  'invite.none': 'This page needs the whole link of an invitation.',
  'invite.noneWhy':
    'The part of the link that opens the door is taken out of the address as soon as it is read, so that it stays in no history. After a reload it is gone.',
  'invite.noneRemedy':
    'Open the link of the invitation again. It works until a password has been chosen with it.',
  'invite.toSignIn': 'Go to the sign-in',
  'invite.email': 'You sign in with',
  'invite.password': 'New password',
  'invite.rule':
    'At least {n, plural, one {# character} other {# characters}}; a few words are good. No rule about digits or signs.',
  'invite.left': '{n, plural, one {# more character} other {# more characters}} needed.',
  'invite.enough': 'Long enough.',
  'invite.missing': 'Choose a password.',
  'invite.short':
    'The password is too short. It has {have, plural, one {# character} other {# characters}}; {n} are needed.',
  'invite.go': 'Choose this password and sign in',
  'invite.busy': 'Storing the password…',
} as const;
