/** The words of the components that both page families use, in British English. */
export const en = {
  'age.ago': '{span} ago',
  'age.in': 'in {span}',
  'age.for': 'for {span}',
  'age.since': 'since {when}',
  'age.now': 'now',
  'age.checked': 'checked {age}',
  'unit.days': '{n, plural, one {# day} other {# days}}',
  'unit.bytes': '{n, plural, one {# byte} other {# bytes}}',

  'state.stale': 'Stale',

  'shell.skip': 'Skip to content',
  'shell.menu': 'Menu',
  'shell.close': 'Close',
  'shell.rail': 'Site and menu',
  'shell.setupRail': 'Site and set-up',
  'shell.steps': 'Set-up steps',
  'shell.here': 'You are here',
  'shell.finished': ', finished',
  'shell.notStarted': ', not started',
  'shell.language': 'Language',
  'theme.light': 'Light theme',
  'theme.dark': 'Dark theme',

  'failure.todo': '<b>What to do:</b> {remedy}',
  'failure.code': 'Code <code></code>',
  'failure.retry': 'Try again',
  'failure.defect': 'This page has a defect and could not go on.',
  'failure.defect.remedy':
    'Reload the page. What you typed is kept. If it happens again, report the words above.',
  'failure.late':
    '{peer, select, console {The console did not answer in time.} other {The gateway did not answer in time.}}',
  'failure.late.detail': 'The request was sent and may still be carried out.',
  'failure.unreachable':
    '{peer, select, console {The console cannot be reached.} other {The gateway cannot be reached.}}',
  'failure.unreachable.detail': 'The request did not arrive.',
  'failure.unreachable.remedy':
    '{peer, select, console {Check that this computer is on the network, then try again. What you typed is kept.} other {Check that this computer is on the network and the gateway is on, then try again. What you typed is kept.}}',
  'failure.foreign':
    '{peer, select, console {Something other than the console answered.} other {Something other than the gateway answered.}}',
  'failure.foreign.detail':
    'The answer had status {status} and was no data; a proxy or a sign-in page in between is likely.',
  'failure.foreign.remedy':
    '{peer, select, console {Open the console directly, without a proxy, and try again.} other {Open the gateway directly, without a proxy, and try again.}}',

  'dialog.cancel': 'Cancel',
  'dialog.typed': 'type ‘{word}’',
  'toast.undo': 'Undo',
  'toast.close': 'Close',

  'copy.what': 'Copy {what}',
  'copy.done': 'Copied',
  'copy.forbidden': 'Not copied: the browser forbids it',

  'field.optional': '(optional)',
  'field.show': 'Show <sr>{label}</sr>',
  'field.hide': 'Hide <sr>{label}</sr>',
  'field.choose': 'Choose one',
  'field.needed': 'Enter {label}. It is needed.',
  'field.stored': 'Stored on this gateway. Leave it empty to keep it.',
  'field.example': 'For example {example}.',
  'field.tooLong': 'This is {n} characters long. At most {most} fit.',
  'field.tooShort': 'This is too short. It has at least {least} characters.',
  'field.form': 'This does not have the right form.',
  'field.formExample': 'This does not have the right form. An example: {example}.',
  'field.whole': '{value} does not fit. Enter a whole number.',
  'field.wholeBetween': '{value} does not fit. Enter a whole number from {least} to {most}.',
  'field.wholeLeast': '{value} does not fit. Enter a whole number of at least {least}.',
  'field.wholeMost': '{value} does not fit. Enter a whole number of at most {most}.',
  'field.number': '{value} does not fit. Enter a number.',
  'field.numberBetween': '{value} does not fit. Enter a number from {least} to {most}.',
  'field.numberLeast': '{value} does not fit. Enter a number of at least {least}.',
  'field.numberMost': '{value} does not fit. Enter a number of at most {most}.',
  'field.together': 'Enter {label}, or leave {beside} empty too.',
  'form.look': '{n, plural, one {# field needs another look} other {# fields need another look}}',
  'form.line': '{label}: {text}',
  'page.title': '{title}: {site}',

  'list.reading': 'Reading…',
  'list.shown': '{shown, number} of {total, number} shown',
  'list.more': 'Load more',
} as const;
