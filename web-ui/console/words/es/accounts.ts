/** Accounts, integrations, SCIM keys, and the dialog with a typed word. */
export const accounts = {
  'typed.label': 'Escriba <b>{word}</b> en el campo siguiente para continuar.',
  'typed.placeholder': 'escriba «{word}»',
  'typed.cancel': 'Cancelar',

  'accounts.title': '{n, plural, =0 {Aún no hay cuentas.} one {# cuenta.} other {# cuentas.}}',
  'accounts.titleDeactivated':
    '{n, plural, =0 {No hay cuentas desactivadas.} one {# cuenta desactivada.} other {# cuentas desactivadas.}}',
  'accounts.lead':
    'Sus clientes. Cada uno tiene un ID de cuenta de 9 cifras, sus propias puertas de enlace y sus propios usuarios.',
  'accounts.add': 'Añadir cuenta',
  'accounts.tabs': 'Qué cuentas',
  'accounts.active': 'Activas',
  'accounts.deactivated': 'Desactivadas',
  'accounts.search': 'Nombre o ID de cuenta',
  'accounts.table': 'Cuentas',
  'accounts.col.name': 'Nombre del cliente',
  'accounts.col.number': 'ID de cuenta',
  'accounts.col.integration': 'Puerta de enlace CloudLink',
  'accounts.col.gateways': 'Puertas de enlace',
  'accounts.col.users': 'Usuarios',
  'accounts.col.region': 'Ubicación de la nube',
  'accounts.col.act': 'Acciones',
  'accounts.empty': 'Aún no hay cuentas',
  'accounts.emptyWhy':
    'Una cuenta contiene las puertas de enlace, los usuarios y el inventario de un cliente. Las puertas de enlace no pueden unirse a una cuenta de socio.',
  'accounts.none': 'Ninguna cuenta coincide',
  'accounts.noneWhy': 'Busque por una parte del nombre o del ID de cuenta.',
  'accounts.noneDeactivated': 'No hay cuentas desactivadas',
  'accounts.noneDeactivatedWhy': 'Una cuenta desactivada figura aquí hasta que se reactiva.',

  'findingsMail.title': 'Correos para usted',
  'findingsMail.label': 'Hallazgos nuevos de la sincronización de usuarios a {address}',
  'findingsMail.help':
    'Un correo después de cada sincronización que haya encontrado algo nuevo que revisar, con los nombres de esos usuarios; ninguno si no hay nada nuevo. Solo vale para usted y para esta cuenta.',
  'findingsMail.noServer': 'Esta nube aún no tiene servidor de correo: no se envía nada.',

  'account.title': '{name}.',
  'account.titleStatus': '{status}.',
  'account.reading': 'Leyendo la cuenta',
  'account.info': 'Información del cliente',
  'account.number': 'ID de cuenta',
  'account.copyNumber': 'ID de cuenta',
  'account.region': 'Ubicación de la nube',
  'account.pbx': 'Tipo de PBX',
  'account.pbxNone': 'Se muestra al completar la incorporación',
  'account.created': 'Creada',
  'account.contacts': 'Contactos de asistencia',
  'account.gateways': 'Puertas de enlace',
  'account.users': 'Usuarios',
  'account.show': 'Ver solo esta cuenta',

  'account.end': 'Desactivar',
  'account.endWhy':
    'Nadie de la cuenta puede iniciar sesión y sus puertas de enlace dejan de comunicarse hasta que usted la reactive. No se pierde nada.',
  'account.deactivate': 'Desactivar',
  'account.deactivate.title': '¿Desactivar el cliente?',
  'account.deactivate.lead':
    'Si desactiva una cuenta de cliente, dejará de estar activa. Podrá reactivarla más adelante si es necesario.',
  'account.deactivate.what':
    '<b>Se detiene:</b> el inicio de sesión de {users, plural, one {# usuario} other {# usuarios}}; la sincronización, los túneles, las sesiones y los informes de {gateways, plural, =0 {sus puertas de enlace} one {su puerta de enlace} other {sus # puertas de enlace}}. <b>Permanece:</b> todo, en la nube y en la sede. Los teléfonos no se ven afectados.',
  'account.deactivated': 'La cuenta {name} está desactivada.',
  'account.delete': 'Eliminar',
  'account.delete.title': '¿Eliminar el cliente?',
  'account.delete.lead': 'No hay vuelta atrás. Nadie de este cliente vuelve a iniciar sesión.',
  'account.delete.what':
    '<b>Se borra:</b> la cuenta de todas las listas, y los datos de {gateways, plural, =0 {sus puertas de enlace, que no tiene} one {su puerta de enlace, cuyo restablecimiento se ordena} other {sus # puertas de enlace, cuyo restablecimiento se ordena}}. <b>Queda:</b> la PBX tal como está.',
  'account.deleted': 'La cuenta {name} está eliminada.',
  'account.reactivate': 'Reactivar',
  'account.reactivate.title': '¿Reactivar el cliente?',
  'account.reactivate.lead':
    'Esta cuenta de cliente se desactivó. Para verla, editarla o eliminarla, hay que reactivarla.',
  'account.reactivate.what':
    'Sus usuarios pueden volver a iniciar sesión y sus puertas de enlace se reanudan por sí solas; nadie tiene que desplazarse hasta allí.',
  'account.reactivated': 'La cuenta {name} vuelve a estar activa.',

  'new.title': 'Añadir una cuenta.',
  'new.lead':
    'Para un solo cliente. Su primer administrador elige una contraseña mediante un enlace que usted le entrega.',
  'new.customer': 'Cliente',
  'new.name': 'Nombre del cliente',
  'new.country': 'País',
  'new.countryEmpty': 'Elija un país',
  'new.street': 'Dirección',
  'new.city': 'Ciudad/población',
  'new.province': 'Provincia/estado',
  'new.postalCode': 'Código postal',
  'new.contacts': 'Contactos de asistencia',
  'new.contactsHelp':
    'Direcciones de correo electrónico a las que se envían los informes sobre esta cuenta. Al menos una.',
  'new.contact': 'Contacto de asistencia {n}',
  'new.contactAdd': 'Añadir otro contacto',
  'new.contactRemove': 'Quitar el contacto de asistencia {n}',
  'new.contactMissing': 'Escriba al menos un contacto de asistencia.',
  'new.contactWrong': 'Contiene una dirección de correo electrónico no válida',
  'new.admin': 'Primer administrador',
  'new.adminName': 'Nombre',
  'new.adminEmail': 'Dirección de correo electrónico',
  'new.adminEmailHelp': 'El administrador inicia sesión con ella.',
  'new.nameMissing': 'Escriba el nombre del cliente.',
  'new.adminNameMissing': 'Escriba el nombre del administrador.',
  'new.adminEmailWrong': 'No es una dirección de correo electrónico. Tiene un aspecto como name@example.com.',
  'new.save': 'Guardar',
  'new.busy': 'Creando la cuenta…',
  'new.cancel': 'Cancelar',

  'made.title': 'La cuenta {name} se ha creado. Entregue la invitación.',
  'made.lead': 'ID de cuenta {number}.',
  'made.link': 'Invitación para {email}',
  'made.once':
    'Se muestra solo ahora. Sirve una vez, en un plazo de 7 días; quien la tenga puede elegir la contraseña. Envíela únicamente a {email}.',
  'made.copy': 'Copiar el enlace',
  'made.copied': 'Copiado',
  'made.notCopied': 'No copiado: seleccione el enlace y cópielo a mano',
  'made.gateway': 'Añadir puerta de enlace',
  'made.account': 'Abrir la cuenta',

  'integrations.title': '{status}.',
  'integrations.what': 'integraciones',
  'integrations.heading': 'Integraciones',
  'integrations.gateway': 'Puerta de enlace CloudLink',
  'integrations.add': 'Añadir puerta de enlace',
  'integrations.settings': 'Puerta de enlace {name}',
  'integrations.lead.none':
    'Ninguna puerta de enlace se ha unido a esta cuenta. Añada una con el código que muestra su página.',
  'integrations.lead.configure':
    'La puerta de enlace está vinculada. Introduzca su sede en las páginas de la propia puerta de enlace.',
  'integrations.lead.addPbx':
    'La sede está guardada. Introduzca la PBX en las páginas de la propia puerta de enlace.',
  'integrations.lead.syncPbx':
    'La sede está guardada. Inicie la sincronización en las páginas de la propia puerta de enlace.',
  'integrations.lead.connect':
    'El vínculo con la PBX está guardado. Conéctelo en las páginas de la propia puerta de enlace.',
  'integrations.lead.deployment':
    'La PBX está conectada. Termine la implementación en las páginas de la propia puerta de enlace.',
  'integrations.lead.complete': 'Todo está configurado.',

  'scim.heading': 'Claves SCIM',
  'scim.lead':
    'Para sistemas distintos de la puerta de enlace que escriben usuarios en esta cuenta mediante SCIM 2.0. La propia puerta de enlace no necesita clave.',
  'scim.base': 'Dirección base',
  'scim.copyBase': 'dirección base',
  'scim.state': 'Clave',
  'scim.none': 'Aún no hay ninguna',
  'scim.has': 'Generada: {when}, por {who}',
  'scim.generate': 'Generar claves',
  'scim.title': '¿Generar un nuevo par de claves?',
  'scim.voids':
    'El par actual ({when}, por {who}) deja de ser válido de inmediato: se rechaza a todo sistema que lo use hasta que tenga el nuevo. La sincronización de sus puertas de enlace no se ve afectada.',
  'scim.first':
    'El token se muestra una sola vez, ahora. Permite a quien lo tenga leer y modificar todos los usuarios de esta cuenta.',
  'scim.yes': 'Generar claves',
  'scim.made': 'Las claves nuevas',
  'scim.once': 'Se muestra solo ahora. Copie el token en el otro sistema; nadie podrá consultarlo más tarde.',
  'scim.token': 'Token secreto',
  'scim.copyToken': 'Copiar el token',
  'scim.done': 'Ya lo he copiado',
} as const;
