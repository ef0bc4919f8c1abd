/** What an e-mail about a support log says, by language. Nothing here is HTML; templates.ts escapes. */
import type { MailLanguage } from '../../../contract/deployment.ts';
import type { SupportProduct } from '../../../contract/support-logs.ts';

export type SupportWords = {
  readonly newSubject: (account: string, title: string) => string;
  readonly openSubject: (account: string, title: string) => string;
  readonly greeting: string;
  readonly newLead: (account: string) => string;
  readonly openLead: (account: string, days: number) => string;
  readonly title: string;
  readonly product: string;
  readonly reporter: string;
  readonly gateway: string;
  readonly attachments: string;
  readonly accountId: string;
  readonly link: (url: string) => string;
  readonly openWhy: string;
  readonly why: string;
  readonly automatic: string;
  readonly products: Readonly<Record<SupportProduct, string>>;
};

export const SUPPORT_WORDS: Readonly<Record<MailLanguage, SupportWords>> = {
  en: {
    newSubject: (account, title) => `New support log of ${account}: ${title}`,
    openSubject: (account, title) => `Still open, support log of ${account}: ${title}`,
    greeting: 'Hello,',
    newLead: (account) => `There is a new support log of ${account}.`,
    openLead: (account, days) =>
      `A support log of ${account} has been open for ${days} days. The customer may still experience the issue.`,
    title: 'Title',
    product: 'Product',
    reporter: 'Reporter',
    gateway: 'Gateway',
    attachments: 'Attachments',
    accountId: 'Account ID',
    link: (url) => `It is in the console: ${url}`,
    openWhy:
      'This reminder comes every 7 days until the partner sets the status to Reported or Resolved in the console.',
    why: 'You get this e-mail because your address is a support contact of the account.',
    automatic: 'This e-mail was sent automatically. Nobody reads answers to it.',
    products: {
      gateway: 'Gateway',
      sync: 'User synchronisation',
      remote: 'Remote access',
      inventory: 'System inventory',
      pbx: 'PBX',
      console: 'Console',
      other: 'Something else',
    },
  },
  fr: {
    newSubject: (account, title) => `Nouveau journal de support de ${account} : ${title}`,
    openSubject: (account, title) => `Toujours ouvert, journal de support de ${account} : ${title}`,
    greeting: 'Bonjour,',
    newLead: (account) => `Il y a un nouveau journal de support de ${account}.`,
    openLead: (account, days) =>
      `Un journal de support de ${account} est ouvert depuis ${days} jours. Le client rencontre peut-être encore le problème.`,
    title: 'Titre',
    product: 'Produit',
    reporter: 'Auteur',
    gateway: 'Passerelle',
    attachments: 'Pièces jointes',
    accountId: 'ID du compte',
    link: (url) => `Il se trouve dans la console : ${url}`,
    openWhy:
      'Ce rappel revient tous les 7 jours jusqu’à ce que le partenaire mette l’état sur Signalé ou Résolu dans la console.',
    why: 'Vous recevez cet e-mail parce que votre adresse est un contact de support du compte.',
    automatic: 'Cet e-mail a été envoyé automatiquement. Personne ne lit les réponses.',
    products: {
      gateway: 'Passerelle',
      sync: 'Synchronisation des utilisateurs',
      remote: 'Accès à distance',
      inventory: 'Inventaire du système',
      pbx: 'PBX',
      console: 'Console',
      other: 'Autre chose',
    },
  },
  de: {
    newSubject: (account, title) => `Neues Supportprotokoll von ${account}: ${title}`,
    openSubject: (account, title) => `Noch offen, Supportprotokoll von ${account}: ${title}`,
    greeting: 'Guten Tag,',
    newLead: (account) => `Es gibt ein neues Supportprotokoll von ${account}.`,
    openLead: (account, days) =>
      `Ein Supportprotokoll von ${account} ist seit ${days} Tagen offen. Vielleicht besteht das Problem beim Kunden noch.`,
    title: 'Titel',
    product: 'Produkt',
    reporter: 'Gemeldet von',
    gateway: 'Gateway',
    attachments: 'Anhänge',
    accountId: 'Konto-ID',
    link: (url) => `Es steht in der Konsole: ${url}`,
    openWhy:
      'Diese Erinnerung kommt alle 7 Tage, bis der Partner den Status in der Konsole auf Gemeldet oder Gelöst setzt.',
    why: 'Sie erhalten diese E-Mail, weil Ihre Adresse ein Supportkontakt des Kontos ist.',
    automatic: 'Diese E-Mail wurde automatisch verschickt. Antworten liest niemand.',
    products: {
      gateway: 'Gateway',
      sync: 'Benutzersynchronisation',
      remote: 'Fernzugriff',
      inventory: 'Systeminventar',
      pbx: 'PBX',
      console: 'Konsole',
      other: 'Etwas anderes',
    },
  },
  es: {
    newSubject: (account, title) => `Nuevo registro de soporte de ${account}: ${title}`,
    openSubject: (account, title) => `Sigue abierto, registro de soporte de ${account}: ${title}`,
    greeting: 'Hola:',
    newLead: (account) => `Hay un nuevo registro de soporte de ${account}.`,
    openLead: (account, days) =>
      `Un registro de soporte de ${account} lleva abierto ${days} días. Puede que el cliente siga teniendo el problema.`,
    title: 'Título',
    product: 'Producto',
    reporter: 'Informador',
    gateway: 'Puerta de enlace',
    attachments: 'Archivos adjuntos',
    accountId: 'ID de cuenta',
    link: (url) => `Está en la consola: ${url}`,
    openWhy:
      'Este recordatorio llega cada 7 días hasta que el socio ponga el estado en Notificado o Resuelto en la consola.',
    why: 'Recibe este correo porque su dirección es un contacto de soporte de la cuenta.',
    automatic: 'Este correo se ha enviado automáticamente. Nadie lee las respuestas.',
    products: {
      gateway: 'Puerta de enlace',
      sync: 'Sincronización de usuarios',
      remote: 'Acceso remoto',
      inventory: 'Inventario del sistema',
      pbx: 'PBX',
      console: 'Consola',
      other: 'Otra cosa',
    },
  },
  pt: {
    newSubject: (account, title) => `Novo registro de suporte de ${account}: ${title}`,
    openSubject: (account, title) => `Ainda aberto, registro de suporte de ${account}: ${title}`,
    greeting: 'Olá,',
    newLead: (account) => `Há um novo registro de suporte de ${account}.`,
    openLead: (account, days) =>
      `Um registro de suporte de ${account} está aberto há ${days} dias. O cliente talvez ainda tenha o problema.`,
    title: 'Título',
    product: 'Produto',
    reporter: 'Relator',
    gateway: 'Gateway',
    attachments: 'Anexos',
    accountId: 'ID da conta',
    link: (url) => `Ele está no console: ${url}`,
    openWhy:
      'Este lembrete vem a cada 7 dias até que o parceiro mude o status para Relatado ou Resolvido no console.',
    why: 'Você recebe este e-mail porque seu endereço é um contato de suporte da conta.',
    automatic: 'Este e-mail foi enviado automaticamente. Ninguém lê as respostas.',
    products: {
      gateway: 'Gateway',
      sync: 'Sincronização de usuários',
      remote: 'Acesso remoto',
      inventory: 'Inventário do sistema',
      pbx: 'PBX',
      console: 'Console',
      other: 'Outra coisa',
    },
  },
};
