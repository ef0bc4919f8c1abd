/** What stands before the sign-in: the doors, the signpost, the checks. */
export const door = {
  brand: 'CloudLink gateway',

  'door.unreachable': 'This gateway cannot be reached.',
  'door.asking': 'Asking the gateway who is signed in',
  'door.unreadable': 'The gateway’s state cannot be read.',
  'door.reading': 'Reading the gateway’s state',

  'signIn.title': 'Sign in',
  'signIn.head': 'Sign in to this gateway.',
  'signIn.lead':
    'With the name and password of a local administrator. From the cloud no second sign-in is needed: use Launch there.',
  'signIn.name': 'Name',
  'signIn.password': 'Password',
  'signIn.nameNeeded': 'Enter your name. It is the one chosen at set-up.',
  'signIn.passwordNeeded': 'Enter your password.',
  'signIn.do': 'Sign in',
  'signIn.busy': 'Signing in…',
  'signIn.forgotten':
    'Password forgotten? Sign in to the cloud and press Launch beside this gateway; no password is needed then. <a>About this gateway</a>',

  'admin.title': 'First administrator',
  'admin.none': 'Nobody administers this gateway yet.',
  'admin.linked': 'Nobody signs in here yet.',
  'admin.linkedText':
    'The set-up code of this gateway was used to link it. Open its pages from the cloud, or add somebody on the gateway itself with <code>cloudlink people add</code>.',
  'admin.make': 'Make the first administrator.',
  'admin.lead': 'The set-up code shows that you are with the gateway. It works once.',
  'admin.code': 'Set-up code',
  'admin.name': 'Your name',
  'admin.password': 'Password',
  'admin.codeNeeded': 'Enter the set-up code. It is on the label or the console.',
  'admin.codeLength':
    '{n, plural, one {This has # character.} other {This has # characters.}} A set-up code has {of}, in three groups of four.',
  'admin.nameNeeded': 'Enter a name. You sign in with it, and it stands in the logs.',
  'admin.passwordShort':
    '{n, plural, one {This password has # character.} other {This password has # characters.}} It needs at least {least}.',
  'admin.codeHelp': 'Twelve letters and digits. Dashes, spaces and small letters do not matter.',
  'admin.nameHelp': 'You sign in with it. It stands in this gateway’s logs beside what you do.',
  'admin.passwordHelp':
    'At least {least} characters, of any kind. Four random words are good. There are no other rules.',
  'admin.busy': 'Checking the code…',
  'admin.do': 'Make administrator',
  'admin.done': '{name} can sign in here from now on.',
  'admin.unnamed': 'The administrator',
  'admin.instead':
    'With a way to the Internet, <a>link the gateway to an account</a> instead: no password is needed then.',

  'code.where': 'Where the set-up code is',
  'code.appliance': '<b>Appliance:</b> last line of the label on the underside.',
  'code.virtual': '<b>Virtual machine:</b> on the first screen of its console.',
  'code.msl': '<b>MSL host:</b> run {command} as an administrator, or look in the journal.',
  'code.art': 'The underside of the gateway. The set-up code is the last line of the label.',
  'code.artText': 'SET-UP CODE',

  'checks.never': 'not checked',
  'checks.passed': '{ok, number} of {n, number} passed.',
  'checks.label': 'Prerequisites',
  'checks.title': 'Prerequisite checklist',
  'checks.reading': 'Reading the checks',
  'checks.from': 'Checked from the gateway. {passed}',
  'checks.again': 'Check again',
  'checks.busy': 'Checking…',

  'lost.title': 'No contact with the gateway since {when}, {age}',
  'lost.then': 'Everything below is from then. This page goes on trying.',
  'lost.text':
    'Everything below is from {when}. This page goes on trying; the gateway itself may be working. What you type is kept.',
  'lost.retry': 'Try now',

  'post.title': 'Signpost',
  'post.asking': 'Asking the gateway for its state',
  'post.about': 'About this gateway',
  'post.way': 'The way to the cloud',
  'post.correct': '{n, plural, one {# thing to correct first} other {# things to correct first}}',
  'post.ready': 'Ready to link',
  'post.linkedTo': 'This gateway is linked to {account}.',
  'post.linked': 'This gateway is linked to an account.',
  'post.linkedLead': 'Its pages are behind a sign-in, in the cloud or here on the network.',
  'post.unlinked': 'This gateway works and is not linked yet.',
  'post.linkIt': 'Link it to a customer account.',
  'post.nothingSent':
    'Nothing has been sent to the cloud, and nobody can reach this site through the gateway.',
  'post.nobody': 'Nobody can reach this site through the gateway until you approve it.',

  'this.title': 'This gateway',
  'this.compare': 'The cloud shows the same lines. Compare them before you approve.',
  'this.name': 'Name',
  'this.kind': 'Kind',
  'this.address': 'Address on this network',
  'this.version': 'Version',
  'this.fingerprint': 'Fingerprint of its key (SHA-256)',
  'this.key': 'The key was made on this gateway and never leaves it.',

  'onward.label': 'Where to go from here',
  'onward.anywhere': 'From anywhere',
  'onward.anywhereText':
    'Sign in to the cloud and press Launch beside this gateway. The connection is trusted and no second sign-in is needed.',
  'onward.console': 'Open the cloud console',
  'onward.network': 'On this network',
  'onward.signInText': 'Sign in as a local administrator of this gateway.',
  'onward.signIn': 'Sign in here',
  'onward.certificate':
    'The same pages with this gateway’s own certificate. The browser warns at first: compare the fingerprint that it shows with this one, or with the gateway’s console.',
  'onward.open': 'Open {host}',

  'ways.label': 'Two ways to link',
  'ways.notStarted': 'The link could not be started',
  'ways.notLinked': 'The gateway was not linked',
  'ways.here': 'On this computer',
  'ways.hereText':
    'Takes you to the cloud to sign in and brings you back here for four pages: Gateway, PBX, Connect and Deployment.',
  'ways.asking': 'Asking the cloud…',
  'ways.link': 'Link to CloudLink',
  'ways.phone': 'On a phone or another computer',
  'ways.phoneText': 'Shows a code and a QR code that lead to the same place. They hold for 15 minutes.',
  'ways.askingCode': 'Asking the cloud for a code',
  'ways.show': 'Show a code',
  'ways.scan': 'Scan, or open <b>{where}</b> and enter',
  'ways.new': 'Get a new code',
  'ways.qr': 'QR code that opens {where} with the code {code}',
  'ways.checking': 'Checking the set-up code',
  'ways.seen': '{person} is looking at it in the cloud.',
  'ways.waiting': 'Waiting for you to sign in.',
  'ways.wrong': '{n, plural, one {# wrong set-up code.} other {# wrong set-up codes.}}',
  'ways.five': 'Five end this attempt. Nothing else is lost.',
  'ways.expired': 'The code has run out.',
  'ways.ends': 'Ends {when}, {age}',

  'without.ask': 'No way to the Internet from here? {link}',
  'without.link': 'Set this gateway up without a cloud',
  'without.warning': 'The browser will warn about its certificate: what to compare',
  'without.text':
    'The gateway made its certificate itself. Continue only if the browser shows this SHA-256 fingerprint; it is also on the gateway’s console and label.',

  'need.title': 'You will need the set-up code',
  'need.text':
    'The cloud asks for it to make sure that you are with the gateway. Type it there, never on this page.',
} as const;
