/** What a deployment e-mail says, by language. Nothing here is HTML; templates.ts escapes. */
import type { MailLanguage } from '../../../contract/deployment.ts';

export type MailWords = {
  /** @param system the PBX by its name, or `telephone` below */
  readonly subject: (system: string) => string;
  readonly greeting: (name: string) => string;
  readonly lead: (system: string, account: string) => string;
  /** In place of a PBX's name where it is not known. */
  readonly telephone: string;
  readonly accountId: string;
  readonly userName: string;
  readonly extension: string;
  readonly phone: string;
  readonly mobile: string;
  /** Where the password and the telephone's PIN come from. */
  readonly password: string;
  readonly support: (contacts: string) => string;
  readonly automatic: string;
};

export const MAIL_WORDS: Readonly<Record<MailLanguage, MailWords>> = {
  en: {
    subject: (system) => `Welcome to ${system}`,
    greeting: (name) => `Hello ${name},`,
    lead: (system, account) =>
      `${account} has set you up as a user of ${system}. These are your details; you need them when you sign in to the application that belongs to it.`,
    telephone: 'your telephone system',
    accountId: 'Account ID',
    userName: 'User name',
    extension: 'Extension',
    phone: 'Telephone number',
    mobile: 'Mobile number',
    password:
      'For your safety this e-mail holds no password and no PIN. Your administrator gives you these in another way.',
    support: (contacts) => `Questions? Ask ${contacts}.`,
    automatic: 'This e-mail was sent automatically. Nobody reads answers to it.',
  },
  fr: {
    subject: (system) => `Bienvenue sur ${system}`,
    greeting: (name) => `Bonjour ${name},`,
    lead: (system, account) =>
      `${account} vous a inscrit parmi les utilisateurs de ${system}. Voici vos informations ; elles vous seront demandées à la connexion dans l’application correspondante.`,
    telephone: 'votre système téléphonique',
    accountId: 'ID de compte',
    userName: 'Nom d’utilisateur',
    extension: 'Numéro de poste',
    phone: 'Numéro de téléphone',
    mobile: 'Numéro de mobile',
    password:
      'Pour votre sécurité, cet e-mail ne contient ni mot de passe ni code PIN. Votre administrateur vous les communique par un autre moyen.',
    support: (contacts) => `Des questions ? Contactez ${contacts}.`,
    automatic: 'Cet e-mail a été envoyé automatiquement. Personne ne lit les réponses.',
  },
  de: {
    subject: (system) => `Willkommen bei ${system}`,
    greeting: (name) => `Guten Tag ${name},`,
    lead: (system, account) =>
      `${account} hat für Sie einen Zugang zu ${system} eingerichtet. Dies sind Ihre Angaben; Sie brauchen sie, wenn Sie sich in der zugehörigen Anwendung anmelden.`,
    telephone: 'Ihrer Telefonanlage',
    accountId: 'Konto-ID',
    userName: 'Benutzername',
    extension: 'Durchwahl',
    phone: 'Rufnummer',
    mobile: 'Mobilnummer',
    password:
      'Zu Ihrer Sicherheit enthält diese E-Mail weder Passwort noch PIN. Ihr Administrator teilt sie Ihnen auf anderem Weg mit.',
    support: (contacts) => `Fragen? Wenden Sie sich an ${contacts}.`,
    automatic: 'Diese E-Mail wurde automatisch versendet. Antworten darauf liest niemand.',
  },
  es: {
    subject: (system) => `Le damos la bienvenida a ${system}`,
    greeting: (name) => `Hola, ${name}:`,
    lead: (system, account) =>
      `${account} le ha dado de alta como usuario de ${system}. Estos son sus datos; los necesitará para iniciar sesión en la aplicación correspondiente.`,
    telephone: 'su sistema telefónico',
    accountId: 'Identificador de la cuenta',
    userName: 'Nombre de usuario',
    extension: 'Extensión',
    phone: 'Número de teléfono',
    mobile: 'Número de móvil',
    password:
      'Por su seguridad, este correo no contiene contraseñas ni PIN. Su administrador se los facilitará por otro medio.',
    support: (contacts) => `¿Tiene preguntas? Diríjase a ${contacts}.`,
    automatic: 'Este correo se ha enviado automáticamente. Nadie lee las respuestas.',
  },
  pt: {
    subject: (system) => `Boas-vindas: ${system}`,
    greeting: (name) => `Olá, ${name}!`,
    lead: (system, account) =>
      `${account} registou um acesso para si em ${system}. Estes são os seus dados; vai precisar deles para iniciar sessão na aplicação correspondente.`,
    telephone: 'o seu sistema telefónico',
    accountId: 'Identificador da conta',
    userName: 'Nome de utilizador',
    extension: 'Extensão',
    phone: 'Número de telefone',
    mobile: 'Número de celular',
    password:
      'Para sua segurança, este e-mail não contém senha nem PIN. O seu administrador comunica-os por outra via.',
    support: (contacts) => `Dúvidas? Contacte ${contacts}.`,
    automatic: 'Este e-mail foi enviado automaticamente. Ninguém lê as respostas.',
  },
};
