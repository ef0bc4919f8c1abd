/** What stands before the sign-in, in Spanish. */
import type { door as en } from '../en/door.ts';

export const door: Readonly<Record<keyof typeof en, string>> = {
  brand: 'Puerta de enlace CloudLink',

  'door.unreachable': 'No se puede acceder a esta puerta de enlace.',
  'door.asking': 'Preguntando a la puerta de enlace quién ha iniciado sesión',
  'door.unreadable': 'No se puede leer el estado de la puerta de enlace.',
  'door.reading': 'Leyendo el estado de la puerta de enlace',

  'signIn.title': 'Iniciar sesión',
  'signIn.head': 'Inicie sesión en esta puerta de enlace.',
  'signIn.lead':
    'Con el nombre y la contraseña de un administrador local. Desde la nube no hace falta iniciar sesión de nuevo: use allí «Abrir».',
  'signIn.name': 'Nombre',
  'signIn.password': 'Contraseña',
  'signIn.nameNeeded': 'Escriba su nombre. Es el que se eligió durante la configuración.',
  'signIn.passwordNeeded': 'Escriba su contraseña.',
  'signIn.do': 'Iniciar sesión',
  'signIn.busy': 'Iniciando sesión…',
  'signIn.forgotten':
    '¿Ha olvidado la contraseña? Inicie sesión en la nube y pulse «Abrir» junto a esta puerta de enlace; así no hace falta contraseña. <a>Acerca de esta puerta de enlace</a>',

  'admin.title': 'Primer administrador',
  'admin.none': 'Nadie administra todavía esta puerta de enlace.',
  'admin.linked': 'Todavía nadie inicia sesión aquí.',
  'admin.linkedText':
    'El código de instalación de esta puerta de enlace se usó para vincularla. Abra sus páginas desde la nube, o añada a alguien en la propia puerta de enlace con <code>cloudlink people add</code>.',
  'admin.make': 'Cree el primer administrador.',
  'admin.lead':
    'El código de instalación demuestra que usted está junto a la puerta de enlace. Solo sirve una vez.',
  'admin.code': 'Código de instalación',
  'admin.name': 'Su nombre',
  'admin.password': 'Contraseña',
  'admin.codeNeeded': 'Escriba el código de instalación. Está en la etiqueta o en la consola.',
  'admin.codeLength':
    '{n, plural, one {Tiene # carácter.} other {Tiene # caracteres.}} Un código de instalación tiene {of}, en tres grupos de cuatro.',
  'admin.nameNeeded': 'Escriba un nombre. Con él inicia sesión y con él figura en los registros.',
  'admin.passwordShort':
    '{n, plural, one {Esta contraseña tiene # carácter.} other {Esta contraseña tiene # caracteres.}} Necesita al menos {least}.',
  'admin.codeHelp': 'Doce letras y cifras. Los guiones, los espacios y las minúsculas no importan.',
  'admin.nameHelp':
    'Con él inicia sesión. Figura en los registros de esta puerta de enlace junto a lo que usted hace.',
  'admin.passwordHelp':
    'Al menos {least} caracteres, de cualquier tipo. Cuatro palabras al azar son una buena elección. No hay más reglas.',
  'admin.busy': 'Comprobando el código…',
  'admin.do': 'Crear administrador',
  'admin.done': '{name} puede iniciar sesión aquí a partir de ahora.',
  'admin.unnamed': 'El administrador',
  'admin.instead':
    'Si hay acceso a Internet, puede <a>vincular la puerta de enlace a una cuenta</a>: así no hace falta contraseña.',

  'code.where': 'Dónde está el código de instalación',
  'code.appliance': '<b>Dispositivo:</b> última línea de la etiqueta de la parte inferior.',
  'code.virtual': '<b>Máquina virtual:</b> en la primera pantalla de su consola.',
  'code.msl': '<b>Host MSL:</b> ejecute {command} como administrador o consulte el diario del sistema.',
  'code.art':
    'La parte inferior de la puerta de enlace. El código de instalación es la última línea de la etiqueta.',
  'code.artText': 'CÓD. INSTALACIÓN',

  'checks.never': 'sin comprobar',
  'checks.passed': '{ok, number} de {n, number} superadas.',
  'checks.label': 'Requisitos previos',
  'checks.title': 'Lista de requisitos previos',
  'checks.reading': 'Leyendo las comprobaciones',
  'checks.from': 'Comprobaciones hechas desde la puerta de enlace. {passed}',
  'checks.again': 'Comprobar de nuevo',
  'checks.busy': 'Comprobando…',

  'lost.title': 'Sin contacto con la puerta de enlace desde {when}, {age}',
  'lost.then': 'Todo lo que sigue es de ese momento. Esta página sigue intentándolo.',
  'lost.text':
    'Todo lo que sigue es de este momento: {when}. Esta página sigue intentándolo; puede que la puerta de enlace esté funcionando. Lo que escriba se conserva.',
  'lost.retry': 'Intentar ahora',

  'post.title': 'Punto de partida',
  'post.asking': 'Preguntando a la puerta de enlace por su estado',
  'post.about': 'Acerca de esta puerta de enlace',
  'post.way': 'El camino a la nube',
  'post.correct': '{n, plural, one {# cosa que corregir antes} other {# cosas que corregir antes}}',
  'post.ready': 'Lista para vincular',
  'post.linkedTo': 'Esta puerta de enlace está vinculada a {account}.',
  'post.linked': 'Esta puerta de enlace está vinculada a una cuenta.',
  'post.linkedLead': 'Para ver sus páginas hay que iniciar sesión, en la nube o aquí en la red.',
  'post.unlinked': 'Esta puerta de enlace funciona y aún no está vinculada.',
  'post.linkIt': 'Vincúlela a una cuenta de cliente.',
  'post.nothingSent':
    'No se ha enviado nada a la nube y nadie puede acceder a esta sede a través de la puerta de enlace.',
  'post.nobody':
    'Nadie puede acceder a esta sede a través de la puerta de enlace hasta que usted lo apruebe.',

  'this.title': 'Esta puerta de enlace',
  'this.compare': 'La nube muestra las mismas líneas. Compárelas antes de aprobar.',
  'this.name': 'Nombre',
  'this.kind': 'Tipo',
  'this.address': 'Dirección en esta red',
  'this.version': 'Versión',
  'this.fingerprint': 'Huella digital de su clave (SHA-256)',
  'this.key': 'La clave se creó en esta puerta de enlace y nunca sale de ella.',

  'onward.label': 'Cómo continuar desde aquí',
  'onward.anywhere': 'Desde cualquier lugar',
  'onward.anywhereText':
    'Inicie sesión en la nube y pulse «Abrir» junto a esta puerta de enlace. La conexión es de confianza y no hace falta iniciar sesión de nuevo.',
  'onward.console': 'Abrir la consola de la nube',
  'onward.network': 'En esta red',
  'onward.signInText': 'Inicie sesión como administrador local de esta puerta de enlace.',
  'onward.signIn': 'Iniciar sesión aquí',
  'onward.certificate':
    'Las mismas páginas con el certificado propio de esta puerta de enlace. Al principio el navegador muestra una advertencia: compare la huella digital que indica con esta o con la de la consola de la puerta de enlace.',
  'onward.open': 'Abrir {host}',

  'ways.label': 'Dos formas de vincular',
  'ways.notStarted': 'No se pudo iniciar la vinculación',
  'ways.notLinked': 'La puerta de enlace no se vinculó',
  'ways.here': 'En este equipo',
  'ways.hereText':
    'Le lleva a la nube para iniciar sesión y le trae de vuelta aquí a cuatro páginas: Puerta de enlace, PBX, Conectar e Implementación.',
  'ways.asking': 'Preguntando a la nube…',
  'ways.link': 'Vincular a CloudLink',
  'ways.phone': 'En un teléfono u otro equipo',
  'ways.phoneText':
    'Muestra un código y un código QR que llevan al mismo lugar. Son válidos durante 15 minutos.',
  'ways.askingCode': 'Pidiendo un código a la nube',
  'ways.show': 'Mostrar un código',
  'ways.scan': 'Escanee, o abra <b>{where}</b> y escriba',
  'ways.new': 'Obtener un código nuevo',
  'ways.qr': 'Código QR que abre {where} con el código {code}',
  'ways.checking': 'Comprobando el código de instalación',
  'ways.seen': '{person} lo está viendo en la nube.',
  'ways.waiting': 'Esperando a que usted inicie sesión.',
  'ways.wrong':
    '{n, plural, one {# código de instalación incorrecto.} other {# códigos de instalación incorrectos.}}',
  'ways.five': 'Con cinco se termina este intento. No se pierde nada más.',
  'ways.expired': 'El código ha caducado.',
  'ways.ends': 'Termina: {when}, {age}',

  'without.ask': '¿No hay acceso a Internet desde aquí? {link}',
  'without.link': 'Configurar esta puerta de enlace sin nube',
  'without.warning': 'El navegador advertirá sobre su certificado: qué comparar',
  'without.text':
    'La puerta de enlace creó ella misma su certificado. Continúe solo si el navegador muestra esta huella digital SHA-256; también está en la consola y en la etiqueta de la puerta de enlace.',

  'need.title': 'Necesitará el código de instalación',
  'need.text':
    'La nube lo pide para asegurarse de que usted está junto a la puerta de enlace. Escríbalo allí, nunca en esta página.',
};
