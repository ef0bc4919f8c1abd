/** What the cloud says to a person, in Spanish. */
import type { ConsoleTexts } from './texts.ts';

export const es: ConsoleTexts = {
  errors: {
    SUPPORT_LOG_CHANGED: [
      'Otra persona ha cambiado este registro de soporte desde que usted lo vio.',
      'Lea lo que hay ahora; su nota está debajo, lista para guardarse de nuevo.',
    ],
    ATTACHMENT_TYPE: [
      'No se acepta un archivo de este tipo.',
      'Adjunte una imagen (PNG, JPEG, GIF, WebP), un PDF, un archivo zip o texto sin formato.',
    ],
    ATTACHMENT_TOO_LARGE: ['El archivo supera los 10 MiB.', 'Redúzcalo o incluya solo la parte que importa.'],
    ATTACHMENTS_FULL: [
      'Este registro de soporte, o esta cuenta, ya tiene todos los archivos adjuntos que puede tener.',
      'Cree otro registro de soporte; el espacio de la cuenta vuelve a medida que se olvidan los resueltos.',
    ],
    ATTACHMENT_GONE: [
      'Este paquete de soporte ya no se conserva.',
      'Pida uno nuevo en la página de la puerta de enlace, con Recopilar registros.',
    ],
    LAUNCH_WAITS: ['Nadie en el sitio ha respondido todavía.', 'Espere la respuesta o llame al sitio.'],
    BAD_INPUT: ['Algo en la solicitud no es como debería.', 'Corrija el campo indicado y envíela de nuevo.'],
    NOT_FOUND: ['Aquí no hay nada.', 'Compruebe la dirección.'],
    NOT_SIGNED_IN: ['No ha iniciado sesión.', 'Inicie sesión y vuelva a intentarlo.'],
    RATE_LIMITED: ['Ha habido demasiados intentos.', 'Espere un minuto y vuelva a intentarlo.'],
    DISK_FULL: [
      'El disco está lleno.',
      'Libere espacio en el volumen de datos; no se ha perdido nada de lo guardado.',
    ],
    NOT_ALLOWED: ['No puede hacer esto.', 'Pregunte a un administrador de la cuenta.'],
    SIGN_IN_WRONG: [
      'La dirección de correo o la contraseña no es correcta.',
      'Compruebe ambas; tras muchos intentos, espere un minuto.',
    ],
    PARTNER_ACCOUNT: [
      'Una cuenta de partner no puede tener una puerta de enlace.',
      'Cree primero una cuenta de cliente y elíjala.',
    ],
    ACCOUNT_DEACTIVATED: [
      'La cuenta está desactivada.',
      'Reactívela; sus puertas de enlace continúan entonces por sí solas.',
    ],
    CLAIM_UNKNOWN: [
      'No hay ninguna solicitud con este código.',
      'Compare el código con la página de la puerta de enlace; los códigos caducan a los 15 minutos.',
    ],
    CLAIM_ENDED: [
      'Esta solicitud ha terminado.',
      'Obtenga un código nuevo en la página de la puerta de enlace.',
    ],
    SETUP_CODE_WRONG: [
      'La puerta de enlace dice que el código de instalación no es correcto.',
      'Léalo en la etiqueta, en la consola o con cloudlink setup-code, y escríbalo de nuevo.',
    ],
    SETUP_CODE_ATTEMPTS: [
      'El código de instalación fue erróneo cinco veces; esta solicitud ha terminado.',
      'Obtenga un código nuevo en la página de la puerta de enlace y empiece otra vez.',
    ],
    GATEWAY_SILENT: [
      'La puerta de enlace no respondió a tiempo.',
      'Compruebe que sigue encendida y espera la vinculación, e inténtelo de nuevo.',
    ],
    CLAIM_NEEDS_PRESENCE: [
      'Esta puerta de enlace ya estuvo vinculada; para vincularla de nuevo, alguien debe estar delante de ella.',
      'Vincúlela en su propia página, con su código de instalación.',
    ],
    GATEWAY_OFFLINE: [
      'La puerta de enlace está sin conexión.',
      'Lo ordenado espera y se ejecuta cuando vuelva.',
    ],
    TUNNEL_STOPPED: [
      'El túnel no está iniciado.',
      'Un administrador lo inicia en la página de la puerta de enlace o aquí.',
    ],
    TUNNEL_DOWN: [
      'El túnel hacia la puerta de enlace no responde.',
      'Espere un momento y vuelva a cargar; la puerta de enlace se conecta de nuevo por sí sola.',
    ],
    TUNNEL_BUSY: [
      'Demasiadas conexiones pasan ahora por esta puerta de enlace.',
      'Cierre algunas páginas e inténtelo de nuevo.',
    ],
    TARGET_UNKNOWN: ['La puerta de enlace no tiene ese destino.', 'Mire la lista de sus túneles.'],
    GATEWAY_FAILED: [
      'Se llega a la puerta de enlace, pero no pudo atender la petición.',
      'Vuelva a cargar; si ocurre de nuevo, mire las alarmas en la página de la puerta de enlace.',
    ],
    TARGET_UNREACHABLE: [
      'Se llega a la puerta de enlace, pero el destino no le responde.',
      'Compruebe que funciona el servidor web del destino y vuelva a cargar.',
    ],
    TARGET_CERTIFICATE: [
      'El destino muestra un certificado distinto del que se confirmó.',
      'En el sitio, mire la nueva huella en la página de la puerta de enlace y confírmela si es correcta.',
    ],
    ACCESS_LOG_FAILED: [
      'La puerta de enlace no puede escribir su registro de acceso y no deja entrar a nadie sin constancia.',
      'En el sitio, libere espacio en el volumen de datos de la puerta de enlace; después vuelva a cargar.',
    ],
    SERVICE_REFUSED: [
      'La puerta de enlace no dejó entrar al código de la nube.',
      'En el sitio, mire la directiva de este destino en la página de los túneles.',
    ],
    SERVICE_SILENT: [
      'La interfaz no respondió a tiempo.',
      'Compruebe en el sitio que funciona e inténtelo de nuevo.',
    ],
    ANSWER_TOO_LARGE: ['La interfaz respondió más de lo que cabe.', 'Pídale menos.'],
    LAUNCH_REFUSED: ['La puerta de enlace no abrió la sesión.', 'Lea su motivo y pulse Abrir de nuevo.'],
    COMMAND_UNKNOWN: ['No existe ese comando.', 'Elija uno de la lista.'],
    EMAIL_TAKEN: [
      'Esta dirección de correo ya está en uso.',
      'Elija otra dirección, o inicie sesión con esta.',
    ],
    ACCOUNT_UNKNOWN: ['No hay ninguna cuenta con este número.', 'Compruebe el ID de cuenta de 9 dígitos.'],
    INVITE_SPENT: ['Esta invitación ya se usó o ha caducado.', 'Pida una nueva a su administrador.'],
    PASSWORD_WEAK: [
      'La contraseña es demasiado corta.',
      'Use al menos 12 caracteres; unas cuantas palabras van bien.',
    ],
    REQUEST_FORGED: [
      'La solicitud no vino de esta consola.',
      'Vuelva a cargar la página e inténtelo de nuevo.',
    ],
    COMMAND_LOST: ['La nube se reinició antes de que se ejecutara esta orden.', 'Ordénelo de nuevo.'],
    COMMANDS_FULL: [
      'Ya esperan demasiadas órdenes para esta puerta de enlace.',
      'Espere a que esté en línea y las haya ejecutado.',
    ],
    COMMAND_NOT_HERE: [
      'Este comando no puede ordenarse por sí solo.',
      'Use su propia página: Abrir para las sesiones, Desvincular para desvincular.',
    ],
    MAIL_SERVER_MISSING: [
      'No hay ningún servidor de correo configurado, así que no se puede enviar correo.',
      'El operador de esta nube indica uno en el ajuste «smtp» y reinicia la nube.',
    ],
    ZONE_UNKNOWN: [
      'No se conoce la zona horaria del informe.',
      'Guarde el sitio de nuevo con una zona de la lista.',
    ],
    RELEASE_UNKNOWN: [
      'Esta versión no existe en esta nube.',
      'Elija una de la lista; el operador deposita las versiones en la carpeta de la nube.',
    ],
    RELEASE_INCOMPLETE: [
      'No todos los archivos de esta versión están en la carpeta de la nube.',
      'El operador copia los archivos que faltan; inicie después el despliegue de nuevo.',
    ],
    RELEASES_UNREADABLE: [
      'La carpeta de versiones no se puede leer como repositorio firmado.',
      'El operador copia de nuevo todo el repositorio, los metadatos al final.',
    ],
    ROLLOUT_ACTIVE: ['Otro despliegue aún no ha terminado.', 'Espere a que termine, o interrúmpalo.'],
    ROLLOUT_EMPTY: [
      'Este despliegue no llegaría a ninguna pasarela.',
      'Todas las pasarelas tienen esta versión, o la cuenta elegida no tiene ninguna.',
    ],
    ROLLOUT_CHANGED: [
      'El despliegue ha cambiado desde que lo consultó.',
      'Consúltelo de nuevo y decida después.',
    ],
    ROLLOUT_STATE: ['El despliegue no está en un estado que lo permita.', 'Consúltelo de nuevo.'],
    ROLLOUT_END_UNKNOWN: [
      'La pasarela no dice cómo terminó la actualización.',
      'Consulte la página de la pasarela.',
    ],
    ROLLOUT_GIVEN_UP: [
      'Alguien abandonó la actualización en la pasarela.',
      'Hable con el sitio y ordene la actualización en la página de la pasarela cuando esté de acuerdo.',
    ],
    INTERNAL: [
      'Algo ha fallado dentro del programa.',
      'Vuelva a intentarlo; si ocurre de nuevo, recopile los registros y comunique la hora de este mensaje.',
    ],
  },
  consent: {
    CONSENT_DENIED: [
      'Alguien en el sitio dijo que no.',
      'Hable con el cliente y vuelva a preguntar cuando esté de acuerdo.',
    ],
    CONSENT_UNANSWERED: [
      'Nadie en el sitio respondió a la solicitud en 10 minutos.',
      'Llame al sitio y vuelva a preguntar.',
    ],
    CONSENT_ENDED: [
      'La solicitud terminó antes de que alguien en el sitio respondiera.',
      'Vuelva a preguntar.',
    ],
    CONSENT_OFF: [
      'La directiva del cliente no deja entrar a nadie.',
      'Un administrador en el sitio puede cambiarla en la página de los túneles.',
    ],
    CALL_NOT_ALLOWED: [
      'La directiva del cliente no permite esta llamada.',
      'Un administrador en el sitio puede permitirla en la página de los túneles.',
    ],
  },
  ends: {
    'waits for consent on site': 'espera el consentimiento en el sitio',
    'Command line': 'Línea de comandos',
    idle: 'sin uso',
    expired: 'tiempo agotado',
    'not used': 'no se utilizó',
    unlinked: 'vínculo eliminado',
    deactivated: 'cuenta desactivada',
    'account deactivated': 'cuenta desactivada',
    'tunnel stopped': 'túnel detenido',
    'the policy was changed': 'se cambió la directiva',
    'ended at the gateway': 'terminada en la puerta de enlace',
    'the gateway stops': 'la puerta de enlace se detiene',
    'the gateway was restarted': 'la puerta de enlace se reinició',
    'the gateway did not answer': 'la puerta de enlace no respondió',
    'the cloud was restarted': 'la nube se reinició',
    'the answer could not be stored': 'no se pudo guardar la respuesta',
    'ended by {name}': 'terminada por {name}',
    'ended on site by {name}': 'terminada en el sitio por {name}',
    'withdrawn by {name}': 'retirada por {name}',
    'denied on site by {name}': 'denegada en el sitio por {name}',
    'the question was not answered: {why}': 'la solicitud quedó sin respuesta: {why}',
  },
  texts: {
    'There is no such rollout.': 'Este despliegue no existe.',
    'There is no such file.': 'Este archivo no existe.',
    'Rollout started': 'Despliegue iniciado',
    'Rollout ring approved': 'Grupo del despliegue aprobado',
    'Rollout ring begun': 'Grupo del despliegue iniciado',
    'Rollout stopped': 'Despliegue detenido',
    'Rollout resumed': 'Despliegue reanudado',
    'Rollout aborted': 'Despliegue interrumpido',
    'Rollout finished': 'Despliegue terminado',
    'The customer’s policy allows no reading.': 'La directiva del cliente no permite ninguna lectura.',
    'A fingerprint has 43 letters, digits, - and _.': 'Una huella tiene 43 letras, dígitos, - y _.',
    'Choose an account: people belong to one.': 'Elija una cuenta: las personas pertenecen a una.',
    'Name the users, or say that all are meant.': 'Indique los usuarios, o diga que se trata de todos.',
    'Somebody else is working on this request.': 'Otra persona está tratando esta solicitud.',
    'The gateway did not take the order up in time.': 'La puerta de enlace no aceptó la orden a tiempo.',
    'The gateway took the order up and never said how it ended.':
      'La puerta de enlace aceptó la orden y nunca dijo cómo terminó.',
    'There is no such claim token any more.': 'Ese token de vinculación ya no existe.',
    'There is no such gateway.': 'No existe esa puerta de enlace.',
    'There is no such session.': 'No existe esa sesión.',
    'This target has no page to open.': 'Este destino no tiene ninguna página que abrir.',
    'No gateway detected': 'No se detecta ninguna puerta de enlace',
    'Configure gateway': 'Configurar la puerta de enlace',
    'Add PBX': 'Añadir la PBX',
    'Sync PBX': 'Sincronizar la PBX',
    'Connect the PBX': 'Conectar la PBX',
    Deployment: 'Despliegue',
    'Onboarding Complete': 'Incorporación completa',
    'Software update available': 'Actualización de software disponible',
    'Not Indicated': 'No indicado',
    Active: 'Activo',
    Inactive: 'Inactivo',
    'Expiring soon': 'Caduca pronto',
    Expired: 'Caducado',
    Unknown: 'Desconocido',
    'New findings of user synchronisation': 'Nuevos hallazgos de la sincronización de usuarios',
    'User synchronisation': 'Sincronización de usuarios',
    'Detained updates decided': 'Actualizaciones retenidas decididas',
    'Decisions revoked': 'Decisiones revocadas',
    'Sync schedule changed': 'Programación de la sincronización cambiada',
    'Reports dropped over budget': 'Informes descartados por exceder el límite',
    'Gateway linked': 'Puerta de enlace vinculada',
    'Gateway unlinked': 'Puerta de enlace desvinculada',
    'Inventory reported': 'Inventario enviado',
    'Device key changed': 'Clave del dispositivo cambiada',
    'Settings applied': 'Ajustes aplicados',
  },
};
