/** What an e-mail about findings says, by language. Nothing here is HTML; templates.ts escapes. */
import type { MailLanguage } from '../../../contract/deployment.ts';

export type FindingsWords = {
  readonly subject: (n: number, gateway: string) => string;
  /** Where only the lists of irregular e-mail addresses changed. */
  readonly irregularSubject: (gateway: string) => string;
  readonly greeting: (name: string) => string;
  readonly lead: (gateway: string, account: string) => string;
  readonly more: (n: number) => string;
  readonly irregular: (none: number, shared: number) => string;
  readonly why: (url: string) => string;
  readonly automatic: string;
};

export const FINDINGS_WORDS: Readonly<Record<MailLanguage, FindingsWords>> = {
  en: {
    subject: (n, gateway) =>
      n === 1
        ? `1 new finding in the user synchronisation of ${gateway}`
        : `${n} new findings in the user synchronisation of ${gateway}`,
    irregularSubject: (gateway) => `Irregular e-mail addresses in the user synchronisation of ${gateway}`,
    greeting: (name) => `Hello ${name},`,
    lead: (gateway, account) =>
      `User synchronisation of ${gateway} (${account}) found something new to look at. Nothing is held back by it.`,
    more: (n) => `and ${n} more, on the page “Findings” of the gateway`,
    irregular: (none, shared) =>
      `Users without an e-mail address: ${none}. Users whose address others have too: ${shared}.`,
    why: (url) => `You get this e-mail because you chose it in the console. You can end it there: ${url}`,
    automatic: 'This e-mail was sent automatically. Nobody reads answers to it.',
  },
  fr: {
    subject: (n, gateway) =>
      n === 1
        ? `1 nouveau constat dans la synchronisation des utilisateurs de ${gateway}`
        : `${n} nouveaux constats dans la synchronisation des utilisateurs de ${gateway}`,
    irregularSubject: (gateway) =>
      `Adresses e-mail irrégulières dans la synchronisation des utilisateurs de ${gateway}`,
    greeting: (name) => `Bonjour ${name},`,
    lead: (gateway, account) =>
      `La synchronisation des utilisateurs de ${gateway} (${account}) a trouvé du nouveau à examiner. Rien n’est retenu pour autant.`,
    more: (n) => `et ${n} de plus, sur la page « Constats » de la passerelle`,
    irregular: (none, shared) =>
      `Utilisateurs sans adresse e-mail : ${none}. Utilisateurs dont d’autres ont aussi l’adresse : ${shared}.`,
    why: (url) =>
      `Vous recevez cet e-mail parce que vous l’avez choisi dans la console. Vous pouvez y mettre fin ici : ${url}`,
    automatic: 'Cet e-mail a été envoyé automatiquement. Personne ne lit les réponses.',
  },
  de: {
    subject: (n, gateway) =>
      n === 1
        ? `1 neue Auffälligkeit in der Benutzersynchronisation von ${gateway}`
        : `${n} neue Auffälligkeiten in der Benutzersynchronisation von ${gateway}`,
    irregularSubject: (gateway) =>
      `Unregelmäßige E-Mail-Adressen in der Benutzersynchronisation von ${gateway}`,
    greeting: (name) => `Guten Tag ${name},`,
    lead: (gateway, account) =>
      `die Benutzersynchronisation von ${gateway} (${account}) hat Neues gefunden, das anzusehen ist. Zurückgehalten wird deswegen nichts.`,
    more: (n) => `und ${n} weitere, auf der Seite „Auffälligkeiten“ des Gateways`,
    irregular: (none, shared) =>
      `Benutzer ohne E-Mail-Adresse: ${none}. Benutzer, deren Adresse auch andere haben: ${shared}.`,
    why: (url) =>
      `Sie erhalten diese E-Mail, weil Sie es in der Konsole so gewählt haben. Beenden können Sie das hier: ${url}`,
    automatic: 'Diese E-Mail wurde automatisch verschickt. Antworten liest niemand.',
  },
  es: {
    subject: (n, gateway) =>
      n === 1
        ? `1 hallazgo nuevo en la sincronización de usuarios de ${gateway}`
        : `${n} hallazgos nuevos en la sincronización de usuarios de ${gateway}`,
    irregularSubject: (gateway) =>
      `Direcciones de correo irregulares en la sincronización de usuarios de ${gateway}`,
    greeting: (name) => `Hola, ${name}:`,
    lead: (gateway, account) =>
      `La sincronización de usuarios de ${gateway} (${account}) ha encontrado algo nuevo que revisar. Nada queda retenido por ello.`,
    more: (n) => `y ${n} más, en la página «Hallazgos» de la puerta de enlace`,
    irregular: (none, shared) =>
      `Usuarios sin dirección de correo: ${none}. Usuarios cuya dirección también tienen otros: ${shared}.`,
    why: (url) => `Recibe este correo porque lo eligió en la consola. Puede dejar de recibirlo aquí: ${url}`,
    automatic: 'Este correo se ha enviado automáticamente. Nadie lee las respuestas.',
  },
  pt: {
    subject: (n, gateway) =>
      n === 1
        ? `1 nova constatação na sincronização de usuários de ${gateway}`
        : `${n} novas constatações na sincronização de usuários de ${gateway}`,
    irregularSubject: (gateway) =>
      `Endereços de e-mail irregulares na sincronização de usuários de ${gateway}`,
    greeting: (name) => `Olá, ${name},`,
    lead: (gateway, account) =>
      `A sincronização de usuários de ${gateway} (${account}) encontrou algo novo para verificar. Nada fica retido por isso.`,
    more: (n) => `e mais ${n}, na página “Constatações” do gateway`,
    irregular: (none, shared) =>
      `Usuários sem endereço de e-mail: ${none}. Usuários cujo endereço outros também têm: ${shared}.`,
    why: (url) => `Você recebe este e-mail porque o escolheu no console. Para deixar de recebê-lo: ${url}`,
    automatic: 'Este e-mail foi enviado automaticamente. Ninguém lê as respostas.',
  },
};

/** Reason codes of findings; English is what the gateway says, and so is a code that is not known here. */
export const REASON_WORDS: Readonly<Partial<Record<MailLanguage, Readonly<Record<string, string>>>>> = {
  fr: {
    NEEDS_MANUAL_SERVICE_REMOVAL:
      'Un service ne peut pas être supprimé en vidant son champ ; la valeur reste jusqu’à ce que le service soit supprimé à la main.',
    NO_EMAIL: 'Il n’y a pas d’adresse e-mail.',
    EMAIL_NOT_UPN:
      'L’adresse e-mail du système téléphonique n’est ni celle de l’annuaire ni son nom d’utilisateur principal.',
    OVERWRITTEN:
      'Quelqu’un a modifié cet utilisateur dans le cloud ; les valeurs de la source ont été réécrites.',
    IGNORED_FIELD: 'La valeur de l’annuaire n’est pas reprise pour un utilisateur existant.',
    NEAR_MATCH: 'Un autre numéro porte le même nom, à la casse, aux espaces ou aux accents près.',
    BOTH_SOFTPHONES: 'Il y a un softphone MiNet et un terminal UC.',
    MEMBER_MISSING: 'Le groupe cite un numéro que le PBX n’a pas.',
    NUMBER_KEPT: 'Un numéro que le PBX n’a plus est conservé, car quelque chose y fait encore référence.',
  },
  de: {
    NEEDS_MANUAL_SERVICE_REMOVAL:
      'Ein Dienst lässt sich nicht durch Leeren seines Feldes entfernen; der Wert bleibt, bis der Dienst von Hand entfernt wird.',
    NO_EMAIL: 'Es gibt keine E-Mail-Adresse.',
    EMAIL_NOT_UPN:
      'Die E-Mail-Adresse der Telefonanlage ist weder die des Verzeichnisses noch dessen Benutzerprinzipalname.',
    OVERWRITTEN:
      'Jemand hat diesen Benutzer in der Cloud geändert; die Werte der Quelle wurden erneut geschrieben.',
    IGNORED_FIELD: 'Der Wert des Verzeichnisses wird für einen bestehenden Benutzer nicht übernommen.',
    NEAR_MATCH:
      'Eine andere Nummer hat bis auf Groß-/Kleinschreibung, Leerzeichen oder Akzente denselben Namen.',
    BOTH_SOFTPHONES: 'Es gibt ein MiNet-Softphone und einen UC-Endpunkt.',
    MEMBER_MISSING: 'Die Gruppe nennt eine Nummer, die die PBX nicht hat.',
    NUMBER_KEPT:
      'Eine Nummer, die die PBX nicht mehr hat, bleibt erhalten, weil noch etwas auf sie verweist.',
  },
  es: {
    NEEDS_MANUAL_SERVICE_REMOVAL:
      'Un servicio no se puede quitar dejando vacío su campo; el valor permanece hasta que el servicio se quite a mano.',
    NO_EMAIL: 'No hay dirección de correo electrónico.',
    EMAIL_NOT_UPN:
      'La dirección de correo de la centralita no es ni la del directorio ni su nombre principal de usuario.',
    OVERWRITTEN: 'Alguien modificó este usuario en la nube; se volvieron a escribir los valores del origen.',
    IGNORED_FIELD: 'El valor del directorio no se adopta para un usuario existente.',
    NEAR_MATCH: 'Otro número tiene el mismo nombre salvo por mayúsculas, espacios o acentos.',
    BOTH_SOFTPHONES: 'Hay un softphone MiNet y un terminal UC.',
    MEMBER_MISSING: 'El grupo menciona un número que la PBX no tiene.',
    NUMBER_KEPT: 'Se conserva un número que la PBX ya no tiene, porque algo aún hace referencia a él.',
  },
  pt: {
    NEEDS_MANUAL_SERVICE_REMOVAL:
      'Um serviço não pode ser removido deixando o seu campo em branco; o valor fica até que o serviço seja removido manualmente.',
    NO_EMAIL: 'Não há endereço de e-mail.',
    EMAIL_NOT_UPN: 'O endereço de e-mail do sistema telefônico não é o do diretório nem o nome UPN dele.',
    OVERWRITTEN: 'Alguém alterou este usuário na nuvem; os valores da origem foram gravados novamente.',
    IGNORED_FIELD: 'O valor do diretório não é adotado para um usuário existente.',
    NEAR_MATCH: 'Outro número tem o mesmo nome, exceto por maiúsculas, espaços ou acentos.',
    BOTH_SOFTPHONES: 'Há um softphone MiNet e um terminal UC.',
    MEMBER_MISSING: 'O grupo menciona um número que o PBX não tem.',
    NUMBER_KEPT: 'Um número que o PBX não tem mais é mantido, porque algo ainda se refere a ele.',
  },
};
