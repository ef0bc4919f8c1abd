/** Approving a gateway. */
export const approve = {
  'link.title': 'Vincular una puerta de enlace.',
  'link.lead': 'Escriba el código que muestra su página. Los códigos caducan a los 15 minutos.',
  'link.code': 'Código',
  'link.codeHelp': 'Ocho letras, por ejemplo KTRH-PWVX.',
  'link.codeWrong': 'No es un código válido. Tiene ocho letras, en dos grupos de cuatro.',
  'link.go': 'Continuar',
  'link.where': '¿Dónde encuentro el código?',
  'link.where.1':
    'En la red de la puerta de enlace, abra <c>http://cloudlink.local</c> o la dirección que muestra su consola.',
  'link.where.2':
    'Pulse <b>Vincular a CloudLink</b>. La página muestra el código y un código QR que trae hasta aquí.',
  'link.where.3': 'En una máquina sin navegador, <c>cloudlink link</c> imprime ambos.',
  'link.back': 'Ir al panel',
  'link.looking': 'Buscando la solicitud',
  'link.cannot': 'Esta solicitud no se puede mostrar.',
  'link.other': 'Escribir otro código',

  'approve.title': 'Una puerta de enlace pide unirse a una de sus cuentas.',
  'approve.question': '¿Es la que tiene delante?',
  'approve.waiting': 'En espera de su respuesta.',
  'approve.ends': 'Fin de la solicitud: {time}, <age></age>',
  'approve.checking': 'La puerta de enlace comprueba el código de instalación.',
  'approve.checkingNote': 'Responde en unos segundos; esta página sigue preguntando.',
  'approve.what': 'Lo que se solicita',
  'approve.compare': 'Debe ser igual en la página de la propia puerta de enlace.',
  'approve.name': 'Nombre',
  'approve.kind': 'Tipo',
  'approve.kindVersion': '{kind}, versión {version}',
  'approve.lan': 'Dirección en su red',
  'approve.from': 'Procede de',
  'approve.same': 'la misma dirección pública que usted',
  'approve.notSame': 'una dirección pública distinta de la suya',
  'approve.fingerprint': 'Huella digital de su clave (SHA-256)',
  'approve.asked': 'Solicitado',
  'approve.warn': 'Apruebe solo una puerta de enlace que pueda ver',
  'approve.warnBody':
    'Quien le haya enviado un código o un enlace por correo o por teléfono quizá quiera poner su propio equipo en la cuenta de usted. Si no inició esto en la página de la puerta de enlace, elija «No es mía».',
  'approve.account': 'Cuenta a la que se une',
  'approve.accountHelp': 'Sus cuentas de cliente. Las cuentas de socio no pueden contener puertas de enlace.',
  'approve.region': 'Los datos se guardan en {region}',
  'approve.search': 'Nombre o ID de cuenta',
  'approve.noMatch': 'Ninguna cuenta coincide.',
  'approve.matches': '{n} de {total} cuentas',
  'approve.noAccounts': 'Aún no hay ninguna cuenta de cliente.',
  'approve.noAccountsWhy':
    'Las cuentas de socio no pueden contener puertas de enlace. Cree primero una cuenta de cliente.',
  'approve.addAccount': 'Añadir cuenta',
  'approve.accountMissing': 'Elija la cuenta a la que debe unirse la puerta de enlace.',
  'approve.code': 'Código de instalación',
  'approve.codeHelp':
    'Última línea de la etiqueta situada debajo de la puerta de enlace, primera pantalla de su consola o <c>cloudlink setup-code</c>. Solo sirve una vez. Con cinco códigos incorrectos termina esta solicitud; {n, plural, =0 {ningún intento usado} one {# intento usado} other {# intentos usados}}.',
  'approve.codeMissing': 'Escriba el código de instalación de la puerta de enlace.',
  'approve.codeWrong':
    'La puerta de enlace indica que este código no es correcto. {left, plural, one {Queda # intento.} other {Quedan # intentos.}}',
  'approve.go': 'Aprobar para {account}',
  'approve.goNone': 'Aprobar',
  'approve.busy': 'La puerta de enlace comprueba el código…',
  'approve.deny': 'No es mía',
  'approve.then':
    'Después vuelve a la puerta de enlace para introducir su sede y su PBX. Hasta que se guarde la sede, puede renunciar a la puerta de enlace sin restablecerla.',
  'approve.lost':
    'Sin contacto con la consola. Esta página sigue intentándolo; lo que ha escrito se conserva.',

  'linked.title': 'Vinculada. {name} pertenece ahora a {account}.',
  'linked.titlePlain': 'Vinculada. {name} pertenece ahora a su cuenta.',
  'linked.steps': 'Qué ocurre ahora',
  'linked.step.linked': 'La puerta de enlace ha dado por bueno el código de instalación',
  'linked.step.online': 'La puerta de enlace se conecta',
  'linked.step.tunnel': 'Sus páginas pasan a ser accesibles desde aquí',
  'linked.step.open': 'Continúa en sus páginas, para introducir la sede y la PBX',
  'linked.late':
    'La puerta de enlace aún no se ha conectado. Puede esperar, volver a su página o continuar más tarde desde la consola.',
  'linked.open': 'Abrir las páginas de la puerta de enlace',
  'linked.return': 'Volver a la página de la puerta de enlace',
  'linked.console': 'Verla en la consola',

  'over.denied': 'Esta puerta de enlace se ha rechazado.',
  'over.deniedWhat':
    'Se le ha comunicado. Si se rechazó por error, empiece de nuevo en su página para obtener otro código.',
  'over.expired': 'Esta solicitud ha caducado.',
  'over.expiredWhat':
    'Las solicitudes terminan a los 15 minutos. Obtenga un código nuevo en la página de la puerta de enlace.',
  'over.ended': 'Cinco códigos de instalación fueron incorrectos; esta solicitud ha terminado.',
  'over.endedWhat':
    'Obtenga un código nuevo en la página de la puerta de enlace. El código de instalación está en la etiqueta y en la primera pantalla de la consola; también lo imprime <c>cloudlink setup-code</c>.',
} as const;
