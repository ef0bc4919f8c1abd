/** The words of the shared components in Spanish. */
import type { en } from './en.ts';

export const es: Readonly<Record<keyof typeof en, string>> = {
  'age.ago': 'hace {span}',
  'age.in': 'dentro de {span}',
  'age.for': 'desde hace {span}',
  'age.since': 'desde {when}',
  'age.now': 'ahora',
  'age.checked': 'comprobado {age}',
  'unit.days': '{n, plural, one {# día} other {# días}}',
  'unit.bytes': '{n, plural, one {# byte} other {# bytes}}',

  'state.stale': 'Desactualizado',

  'shell.skip': 'Ir al contenido',
  'shell.menu': 'Menú',
  'shell.close': 'Cerrar',
  'shell.rail': 'Sede y menú',
  'shell.setupRail': 'Sede y configuración',
  'shell.steps': 'Pasos de la configuración',
  'shell.here': 'Usted está aquí',
  'shell.finished': ', terminado',
  'shell.notStarted': ', sin empezar',
  'shell.language': 'Idioma',
  'theme.light': 'Tema claro',
  'theme.dark': 'Tema oscuro',

  'failure.todo': '<b>Qué hacer:</b> {remedy}',
  'failure.code': 'Código <code></code>',
  'failure.retry': 'Reintentar',
  'failure.defect': 'Esta página tiene un defecto y no pudo continuar.',
  'failure.defect.remedy':
    'Vuelva a cargar la página. Lo que ha escrito se conserva. Si ocurre de nuevo, comunique el texto de arriba.',
  'failure.late':
    '{peer, select, console {La consola no respondió a tiempo.} other {La puerta de enlace no respondió a tiempo.}}',
  'failure.late.detail': 'La solicitud se envió y todavía puede llevarse a cabo.',
  'failure.unreachable':
    '{peer, select, console {No se puede acceder a la consola.} other {No se puede acceder a la puerta de enlace.}}',
  'failure.unreachable.detail': 'La solicitud no llegó.',
  'failure.unreachable.remedy':
    '{peer, select, console {Compruebe que este equipo está en la red y vuelva a intentarlo. Lo que ha escrito se conserva.} other {Compruebe que este equipo está en la red y que la puerta de enlace está encendida, y vuelva a intentarlo. Lo que ha escrito se conserva.}}',
  'failure.foreign':
    '{peer, select, console {Respondió algo distinto de la consola.} other {Respondió algo distinto de la puerta de enlace.}}',
  'failure.foreign.detail':
    'La respuesta tenía el estado {status} y no eran datos; probablemente haya un proxy o una página de inicio de sesión en medio.',
  'failure.foreign.remedy':
    '{peer, select, console {Abra la consola directamente, sin proxy, y vuelva a intentarlo.} other {Abra la puerta de enlace directamente, sin proxy, y vuelva a intentarlo.}}',

  'dialog.cancel': 'Cancelar',
  'dialog.typed': 'escriba «{word}»',
  'toast.undo': 'Deshacer',
  'toast.close': 'Cerrar',

  'copy.what': 'Copiar {what}',
  'copy.done': 'Copiado',
  'copy.forbidden': 'No copiado: el navegador no lo permite',

  'field.optional': '(opcional)',
  'field.show': 'Mostrar <sr>{label}</sr>',
  'field.hide': 'Ocultar <sr>{label}</sr>',
  'field.choose': 'Elija una opción',
  'field.needed': 'Falta «{label}». Es un dato necesario.',
  'field.stored': 'Guardado en esta puerta de enlace. Déjelo vacío para conservarlo.',
  'field.example': 'Por ejemplo, {example}.',
  'field.tooLong': 'Tiene {n} caracteres. Caben {most} como máximo.',
  'field.tooShort': 'Es demasiado corto. Debe tener al menos {least} caracteres.',
  'field.form': 'No tiene la forma correcta.',
  'field.formExample': 'No tiene la forma correcta. Un ejemplo: {example}.',
  'field.whole': '{value} no es válido. Escriba un número entero.',
  'field.wholeBetween': '{value} no es válido. Escriba un número entero de {least} a {most}.',
  'field.wholeLeast': '{value} no es válido. Escriba un número entero a partir de {least}.',
  'field.wholeMost': '{value} no es válido. Escriba un número entero hasta {most}.',
  'field.number': '{value} no es válido. Escriba un número.',
  'field.numberBetween': '{value} no es válido. Escriba un número de {least} a {most}.',
  'field.numberLeast': '{value} no es válido. Escriba un número a partir de {least}.',
  'field.numberMost': '{value} no es válido. Escriba un número hasta {most}.',
  'field.together': 'Rellene también «{label}», o deje vacío: {beside}.',
  'form.look': '{n, plural, one {Hay que revisar # campo} other {Hay que revisar # campos}}',
  'form.line': '{label}: {text}',
  'page.title': '{title}: {site}',

  'list.reading': 'Leyendo…',
  'list.shown': '{shown, number} de {total, number} mostrados',
  'list.more': 'Cargar más',
};
