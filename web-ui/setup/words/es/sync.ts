/** User synchronisation, in Spanish. */
import type { sync as en } from '../en/sync.ts';

export const sync: Readonly<Record<keyof typeof en, string>> = {
  'sync.title': 'Sincronización de usuarios',
  'sync.running': 'La sincronización de usuarios está en curso.',
  'sync.failed': 'La última sincronización de usuarios ha fallado.',
  'sync.seeWhy': 'Ver por qué ha fallado la sincronización',
  'sync.lastFailed': 'La última sincronización ha fallado',
  'sync.never': 'Aún no se ha leído ningún usuario.',
  'sync.paused': 'La sincronización de usuarios está en pausa.',
  'sync.read':
    '{n, plural, one {# usuario leído, nada enviado aún.} other {# usuarios leídos, nada enviado aún.}}',
  'sync.approve': 'Aprobar la primera sincronización',
  'sync.held':
    '{n, plural, one {# eliminación queda en espera hasta que alguien decida.} other {# eliminaciones quedan en espera hasta que alguien decida.}}',
  'sync.decide': '{n, plural, one {Decidir sobre # eliminación} other {Decidir sobre # eliminaciones}}',
  'sync.inSync': '{n, plural, one {# usuario sincronizado.} other {# usuarios sincronizados.}}',
  'sync.attention':
    '{n, plural, one {# usuario sincronizado} other {# usuarios sincronizados}}, {detained, plural, one {# requiere atención.} other {# requieren atención.}}',
  'sync.review':
    '{n, plural, one {Revisar # actualización retenida} other {Revisar # actualizaciones retenidas}}',
  'sync.leadApproval':
    'Vea lo que hará la primera sincronización y después pulse «Sincronizar ahora»: con eso la aprueba.',
  'sync.leadPaused': 'No se lee ni se envía nada hasta que la cuenta vuelva a estar activa.',
  'sync.leadDetained':
    'Las actualizaciones retenidas esperan una corrección en la PBX; cada una indica el motivo. No se retrasa a nadie más.',
  'sync.steps': 'La sincronización, paso a paso',
  'sync.when': 'Cuándo se ejecuta',
  'sync.notConnected': 'La PBX no está conectada',
  'sync.notConnectedText':
    'En cuanto lo esté, sus usuarios aparecerán aquí, con lo que una sincronización haría con cada uno. No se envía nada antes de que usted lo apruebe.',
  'sync.connect': 'Conectar la PBX',
  'sync.will': 'Qué hará la sincronización',
  'sync.noPlan':
    'No hay ningún plan pendiente. Una vista previa lee la PBX y muestra lo que haría una sincronización, sin enviar nada.',
  'sync.numbers': 'La última sincronización en cifras',
  'sync.added': 'Añadidos',
  'sync.changed': 'Modificados',
  'sync.removed': 'Eliminados',
  'sync.unchanged': 'Sin cambios',
  'sync.detained': 'Retenidos',
  'sync.heldCount': 'En espera',
  'sync.requests': 'Solicitudes enviadas',
  'sync.preview': 'Vista previa',
  'sync.previewing': 'Leyendo la PBX…',

  'stage.read': 'Leer de la PBX',
  'stage.normalise': 'Asociar y comprobar',
  'stage.plan': 'Comparar con la nube',
  'stage.apply': 'Enviar los cambios',
  'stage.record': 'Registrar',
  'stage.is':
    'paso {step, number} de {steps, number}: {stage, select, read {leyendo} normalise {asociando y comprobando} plan {comparando} apply {enviando los cambios} record {registrando} other {{stage}}}',
  'stage.done': '{done, number} de {total, number}',
  'stage.next': 'siguiente',
  'stage.goesOn': 'Continúa aunque cierre esta página.',

  'figures.users': 'Número de usuarios',
  'figures.did': 'Número DDI (DID)',
  'figures.last': 'Última sincronización',
  'figures.took': '{age}, duró {duration}',
  'figures.next': 'Próxima sincronización',
  'figures.from': 'Leído de',

  'run.noPlan': '«Sincronizar ahora» lee la PBX y envía lo que ha cambiado.',
  'run.again': '«Sincronizar ahora» lee de nuevo la PBX y envía lo que ha cambiado.',
  'run.sends':
    '«Sincronizar ahora» envía {added, plural, one {# alta} other {# altas}} y {changed, plural, one {# cambio} other {# cambios}}.',
  'run.sendsRemovals':
    '«Sincronizar ahora» envía {added, plural, one {# alta} other {# altas}}, {changed, plural, one {# cambio} other {# cambios}} y {removed, plural, one {# eliminación} other {# eliminaciones}}.',
  'run.held':
    '{n, plural, one {La # eliminación sigue en espera.} other {Las # eliminaciones siguen en espera.}}',
  'run.label': 'Programación',
  'run.every': 'Programación de la sincronización de la PBX (en minutos)',
  'run.everyHelp': 'De {least, number} a {most, number}. Una sincronización sin cambios no envía nada.',
  'run.everyEmpty':
    'El campo no puede estar vacío. Escriba un número entero de {least, number} a {most, number}.',
  'run.everyWrong': '{value} no es válido. Escriba un número entero de {least, number} a {most, number}.',
  'run.saved':
    '{n, plural, one {Los usuarios se sincronizan cada minuto.} other {Los usuarios se sincronizan cada # minutos.}}',
  'run.started': 'La sincronización ha comenzado.',
  'run.now': 'Sincronizar ahora',
  'run.running': 'Sincronización en curso',
  'run.starting': 'Iniciando…',
  'run.save': 'Guardar la programación',

  'kind.all': 'Todos',
  'kind.added': 'Añadido',
  'kind.changed': 'Modificado',
  'kind.removed': 'Eliminado',
  'kind.disabled': 'Desactivado',
  'kind.enabled': 'Activado',
  'kind.detained': 'Retenido',
  'kind.held': 'Eliminado, en espera',
  'plan.aside':
    'Comparado {when}, plan {plan}. {n, plural, one {# usuario es igual en ambos lados.} other {# usuarios son iguales en ambos lados.}}',
  'plan.kinds': 'Tipos de cambio',
  'plan.search': 'Buscar por nombre, extensión o correo electrónico',
  'plan.caption': 'Cambios',
  'plan.user': 'Usuario',
  'plan.change': 'Cambio',
  'plan.extension': 'Extensión',
  'plan.what': 'Qué cambia',
  'plan.why': 'Por qué',
  'plan.nobody': 'No hay coincidencias',
  'plan.nothing': 'Nada que hacer',
  'plan.noMatch': 'Ningún cambio contiene «{q}».',
  'plan.noneOfKind': 'No hay ningún cambio de este tipo en el plan.',
  'plan.none': 'ninguno',
  'plan.field': '{field}: <del>{from}</del> <ins>{to}</ins>',
  'field.userName': 'Nombre de usuario',
  'field.givenName': 'Nombre',
  'field.familyName': 'Apellidos',
  'field.displayName': 'Nombre para mostrar',
  'field.email': 'Correo electrónico',
  'field.extension': 'Extensión',
  'field.phone': 'Teléfono',
  'field.mobile': 'Móvil',
  'field.department': 'Departamento',
  'field.location': 'Ubicación',
  'field.role': 'Rol',
  'field.active': 'Activo',
  'whole.added': 'usuario nuevo',
  'whole.detained': 'nada hasta que se corrija',
  'whole.disabled': 'no puede iniciar sesión',
  'whole.enabled': 'puede volver a iniciar sesión',
  'whole.other': 'el usuario completo',

  'guard.title':
    '{n, plural, one {# eliminación queda en espera hasta que alguien decida} other {# eliminaciones quedan en espera hasta que alguien decida}}',
  'guard.limit':
    '{n, number} de {of, plural, one {# usuario} other {# usuarios}} ({share, number, percent}); más de {limit, number} a la vez requieren la decisión de una persona.',
  'guard.text':
    'Si los elimina, pierden de inmediato el inicio de sesión y las aplicaciones. El historial de llamadas y los números añadidos por un administrador se conservan. Su respuesta solo vale para el plan {plan}.',
  'guard.remove': '{n, plural, one {Eliminar este usuario} other {Eliminar estos # usuarios}}',
  'guard.nothing': 'Si no hace nada, se conservan.',
  'guard.ask': '{n, plural, one {¿Eliminar # usuario de la nube?} other {¿Eliminar # usuarios de la nube?}}',
  'guard.yes': '{n, plural, one {Eliminar # usuario} other {Eliminar # usuarios}}',
  'guard.no': 'Conservarlos',
  'guard.done':
    '{n, plural, one {La eliminación de # usuario queda autorizada.} other {La eliminación de # usuarios queda autorizada.}}',
  'guard.goes':
    '<b>Desaparece:</b> {n, plural, one {la cuenta de # usuario en la nube} other {las cuentas de # usuarios en la nube}}. <b>Permanece:</b> la PBX tal como está, el historial de llamadas y los números añadidos por un administrador.',
  'guard.stale': 'Si algo ha cambiado desde el plan {plan}, no se elimina nada y se le pregunta de nuevo.',

  'irregular.title': 'Hay irregularidades en las direcciones de correo electrónico de la PBX',
  'irregular.none':
    '{none, plural, one {# usuario no tiene dirección de correo electrónico} other {# usuarios no tienen dirección de correo electrónico}}. Permanecen en la nube como están ahora y no pueden registrarse hasta que se corrija la PBX. Los demás no se retrasan.',
  'irregular.shared':
    '{shared, plural, one {# usuario comparte una dirección de correo electrónico con otra persona} other {# usuarios comparten una dirección de correo electrónico con otra persona}}. Permanecen en la nube como están ahora y no pueden registrarse hasta que se corrija la PBX. Los demás no se retrasan.',
  'irregular.both':
    '{none, plural, one {# usuario no tiene dirección de correo electrónico} other {# usuarios no tienen dirección de correo electrónico}} y {shared, plural, one {# usuario comparte la suya con otra persona} other {# usuarios comparten la suya con otra persona}}. Permanecen en la nube como están ahora y no pueden registrarse hasta que se corrija la PBX. Los demás no se retrasan.',
  'irregular.listNone': 'Ver la lista de usuarios sin dirección de correo electrónico',
  'irregular.listShared': 'Ver la lista de usuarios sin una dirección de correo electrónico única',
  'irregular.list': '{list} ({n, number})',
  'irregular.search': 'Buscar',
  'irregular.user': 'Usuario',
  'irregular.extension': 'Extensión',
  'irregular.department': 'Departamento',
  'irregular.shares': 'Dirección compartida',
  'irregular.notGiven': 'sin indicar',
  'irregular.nobody': 'No hay coincidencias.',
  'irregular.download': 'Descargar como CSV',
  'irregular.downloadFound': 'Descargar lo encontrado como CSV',

  'whole.deferred': 'espera hasta que alguien lo aplique',
  'plan.toDetained': 'Decidir sobre las actualizaciones retenidas',
  'syncNav.label': 'Sincronización de usuarios',
  'syncNav.sync': 'Sincronización',
  'syncNav.detained': 'Actualizaciones retenidas',
  'syncNav.runs': 'Ejecuciones',
  'syncNav.people': 'Usuarios',
  'syncNav.findings': 'Hallazgos',
  'syncNav.synchronisers': 'Sincronizadores',
  'syncNav.import': 'Importación',
};
