/** The frame: rail, account, foot, banner of lost contact. */
export const frame = {
  brand: 'Consola de CloudLink',
  'nav.label': 'Menú principal',
  'nav.dashboard': 'Panel',
  'nav.accounts': 'Cuentas',
  'nav.account': 'Cuenta',
  'nav.users': 'Gestión de usuarios',
  'nav.integrations': 'Integraciones y aplicaciones',
  'nav.inventory': 'Inventario del sistema',
  'nav.platforms': 'Plataformas',
  'nav.applications': 'Aplicaciones',
  'nav.support': 'Asistencia',
  'nav.gateway': 'Puerta de enlace',
  'nav.supportLogs': 'Registros de soporte',
  'nav.events': 'Historial de eventos',

  'scope.all': 'Vista de socio, {n, plural, one {# cuenta} other {# cuentas}}',
  'scope.partner': 'Vista de socio',
  'scope.choose': 'Elegir una cuenta',
  'scope.change': 'Cambiar de cuenta',
  'scope.showAll': 'Todas las cuentas',
  'scope.title': '¿Qué cuenta?',
  'scope.search': 'Nombre o ID de cuenta',
  'scope.none': 'Ninguna cuenta coincide.',
  'scope.deactivated': 'Desactivada: reactívela en Cuentas para verla.',
  'scope.more': 'Cargar más',
  'scope.cancel': 'Cancelar',
  'scope.list': 'Cuentas',
  'scope.needed': 'Elija de qué cuenta quiere ver {what}.',
  'scope.neededWhy': 'Cada elemento pertenece a una sola cuenta.',

  'foot.who':
    'Sesión iniciada como {name}, {role, select, partner {socio} admin {administrador} other {usuario}}',
  'foot.signOut': 'Cerrar sesión',
  'foot.signOutAgain': 'La sesión sigue abierta. Inténtelo de nuevo.',

  'lost.title': 'Sin contacto con la consola <age></age> (<time></time>)',
  'lost.body':
    'Todo lo que sigue es de este momento: {time}. Esta página sigue intentándolo; las puertas de enlace y las llamadas no dependen de ello. Lo que escriba se conserva.',
  'lost.retry': 'Intentar ahora',

  'door.asking': 'Preguntando a la consola quién ha iniciado sesión',
  'door.unreachable': 'No se puede acceder a la consola.',
  'user.title': 'Ha iniciado sesión. Con el rol de usuario no hay nada que administrar.',
  'user.lead': 'Pida el rol de administrador a un administrador de {account}.',
  'notFound.title': 'Esa página no existe.',
  'notFound.lead': 'Puede que la dirección esté mal escrita o que la página se haya movido.',
  'notFound.home': 'Ir al panel',

  'bell.title': '{n, plural, one {# notificación} other {# notificaciones}}',
  'bell.details': 'Ver detalles',
  'bell.bin': 'Eliminar para siempre',
  'bell.dismissAll': 'Descartar todo',
  'bell.more':
    '{n, plural, one {# puerta de enlace más con alarmas: consulte el panel.} other {# puertas de enlace más con alarmas: consulte el panel.}}',
} as const;
