/** What the gateway itself says, in Spanish. */
import type { ServerTexts } from './texts.ts';

export const es: ServerTexts = {
  errors: {
    UPDATE_NOT_HERE: [
      'Esta instalación no se actualiza por sí misma.',
      'Instale la nueva versión en el equipo, como se instaló la primera vez.',
    ],
    UPDATE_NO_ROOT: [
      'No hay claves de versiones en esta puerta de enlace, así que no se puede confiar en ninguna versión.',
      'Ponga root.json del repositorio de versiones donde dice update.root y reinicie la puerta de enlace.',
    ],
    UPDATE_UNSIGNED: [
      'La lista de versiones no está firmada con las claves en las que confía esta puerta de enlace.',
      'No se instaló nada. Compruebe a qué nube pregunta esta puerta de enlace y avise a quien hace las versiones.',
    ],
    UPDATE_EXPIRED: [
      'La lista de versiones ha caducado: nadie la renovó a tiempo, o se muestra una antigua una y otra vez.',
      'Compruebe el reloj de esta puerta de enlace. Si es correcto, instale con un archivo de actualización o pregunte a quien hace las versiones.',
    ],
    UPDATE_ROLLED_BACK: [
      'La nube muestra una lista de versiones más antigua que la última vista.',
      'No se instaló nada. Espere a que la nube vuelva a estar en orden y compruebe a qué nube pregunta esta puerta de enlace.',
    ],
    UPDATE_NONE: ['No hay una versión más nueva para esta puerta de enlace.', 'No hay nada que hacer.'],
    UPDATE_UNKNOWN: [
      'Esa versión no existe para esta puerta de enlace.',
      'Busque actualizaciones de nuevo y elija una de las que se muestran.',
    ],
    UPDATE_OLDER: [
      'Esta versión no es más nueva que la que funciona, o es más antigua que lo que aún se puede instalar.',
      'Elija una versión más nueva.',
    ],
    UPDATE_HARDWARE: [
      'Esta versión está hecha para otro hardware.',
      'Use la versión hecha para este tipo de gateway.',
    ],
    UPDATE_RUNNING: [
      'Ya hay una actualización en curso.',
      'Espere a que termine, o cancélela mientras aún no se esté instalando.',
    ],
    UPDATE_NOT_RUNNING: [
      'Ahora no hay ninguna actualización que se pueda aplazar o cancelar.',
      'Mire cómo va la actualización.',
    ],
    UPDATE_TAMPERED: [
      'La versión no es lo que dice su descripción firmada: su longitud o su resumen es otro.',
      'No se instaló nada y el archivo se borró. Inténtelo de nuevo; si vuelve a ocurrir, compruebe qué proxy hay en medio.',
    ],
    UPDATE_DOWNLOAD: [
      'No se pudo descargar la versión.',
      'Lo que llegó se conserva, y el próximo intento sigue desde ahí. Compruebe el camino a la nube.',
    ],
    UPDATE_NO_SPACE: [
      'No hay espacio suficiente en el disco para esta actualización.',
      'Libere espacio en el volumen de datos e inténtelo de nuevo; no se cambió nada.',
    ],
    UPDATE_FILE_BAD: [
      'Esto no es un archivo de actualización, o le falta una parte.',
      'Copie el archivo otra vez desde donde se hizo y súbalo de nuevo.',
    ],
    UPDATE_OFFSET: [
      'Este trozo del archivo de actualización no sigue a lo que ya hay.',
      'Pregunte cuánto hay y siga desde ahí.',
    ],
    UPDATE_BAD_RELEASE: [
      'No se pudo colocar la versión.',
      'La versión anterior sigue funcionando. Informe de esta versión a quien la hace.',
    ],
    UPDATE_NOT_STARTED: [
      'La nueva versión no se inició.',
      'La versión anterior sigue funcionando. Compruebe que el servicio inicia la puerta de enlace con su lanzador.',
    ],
    UPDATE_CRASHED: [
      'La nueva versión terminó una y otra vez justo después de iniciarse.',
      'La versión anterior funciona de nuevo. Informe de esta versión, con su registro, a quien la hace.',
    ],
    UPDATE_HUNG: [
      'La nueva versión se inició y no respondió a tiempo.',
      'La versión anterior funciona de nuevo. Informe de esta versión, con su registro, a quien la hace.',
    ],
    UPDATE_WORSE: [
      'Con la nueva versión dejó de funcionar algo que antes funcionaba.',
      'La versión anterior funciona de nuevo. Mire qué fue e informe de ello a quien hace las versiones.',
    ],
    SAFE_MODE: [
      'La puerta de enlace funciona en modo seguro: solo funcionan páginas, túneles y registros.',
      'Inicie todo de nuevo en la página de alarmas, o espere: ocurre por sí solo.',
    ],
    ALARM_OVER: [
      'Esta alarma ya no está activa, o no se puede hacer nada con un clic.',
      'Consulte de nuevo la lista de alarmas.',
    ],
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
    CONSENT_NEEDED: [
      'Hay que preguntar a alguien en el sitio antes de leer los registros a distancia.',
      'En la consola, en la página de esta puerta de enlace, pulse «Recopilar registros»: así se pregunta.',
    ],
    CONSENT_OWN: ['Nadie aprueba su propia sesión.', 'Deje que la apruebe otro administrador en el sitio.'],
    CONSENT_OVER: ['Esta solicitud ya se respondió o ha terminado.', 'Mire la lista de sesiones.'],
    SYNCHRONISERS_FULL: [
      'Hay tantos sincronizadores como admite esta puerta de enlace.',
      'Elimine uno que ya no se necesite.',
    ],
    SYNCHRONISER_LEAVING: ['Este sincronizador se está eliminando.', 'Anule primero la eliminación.'],
    SYNCHRONISER_AWAITED: [
      'Las personas de otro sincronizador están pasando a este.',
      'Espere a la próxima sincronización o anule aquella eliminación.',
    ],
    LINK_IS_GONE: [
      'El vínculo con la PBX y sus secretos ya están eliminados.',
      'Guarde de nuevo el vínculo con la PBX; sus personas se conservarán.',
    ],
    CONFIG_INVALID: ['La configuración no es válida.', 'Corrija el ajuste indicado e inicie de nuevo.'],
    BAD_INPUT: ['Algo en la solicitud no es como debería.', 'Corrija el campo indicado y envíela de nuevo.'],
    NOT_FOUND: ['Aquí no hay nada.', 'Compruebe la dirección.'],
    NOT_SIGNED_IN: ['No ha iniciado sesión.', 'Inicie sesión y vuelva a intentarlo.'],
    RATE_LIMITED: ['Ha habido demasiados intentos.', 'Espere un minuto y vuelva a intentarlo.'],
    DISK_FULL: [
      'El disco está lleno.',
      'Libere espacio en el volumen de datos; no se ha perdido nada de lo guardado.',
    ],
    STORE_NEWER: [
      'Una versión más reciente de este programa escribió la carpeta de datos.',
      'Vuelva a instalar esa versión o empiece con una carpeta de datos vacía.',
    ],
    STORE_CORRUPT: [
      'La base de datos estaba dañada y se ha apartado.',
      'Restaure una copia de seguridad o vincule de nuevo la puerta de enlace; el archivo dañado está junto al nuevo.',
    ],
    ADDRESS_UNUSABLE: [
      'La puerta de enlace no puede escuchar donde se le ha indicado.',
      'Cierre el programa que ocupa el puerto o configure otro (http.port, http.httpsPort, http.host).',
    ],
    NOT_ALLOWED: ['Esto no está permitido aquí.', 'Pregunte a un administrador de esta puerta de enlace.'],
    NOT_OVER_TUNNEL: [
      'Esto no se puede cambiar desde una sesión remota.',
      'Hágalo en la red local, en la página propia de la puerta de enlace.',
    ],
    NOT_OVER_HTTP: ['No se aceptan secretos por HTTP sin cifrar.', 'Abra la página con https://.'],
    NOT_A_PERSON: [
      'Solo puede hacerlo una persona que haya iniciado sesión con contraseña.',
      'En la línea de comandos use cloudlink people.',
    ],
    SUPPORT_UNKNOWN: [
      'Ese paquete de soporte no existe en esta puerta de enlace.',
      'Vuelva a cargar la lista de paquetes; los antiguos se eliminan solos.',
    ],
    SUPPORT_SLOW: [
      'La lectura tardó demasiado.',
      'Cree otro paquete más tarde; las demás partes están en este.',
    ],
    BACKUP_WRONG_KEY: [
      'La frase de contraseña o la clave no abre esta copia de seguridad.',
      'Compruebe lo escrito o tome otra copia: puede estar dañado el principio del archivo. No se ha cambiado nada.',
    ],
    BACKUP_DAMAGED: [
      'La copia de seguridad está dañada o incompleta.',
      'Copie de nuevo el archivo desde donde se guarda, o tome otra copia de seguridad. No se ha cambiado nada.',
    ],
    BACKUP_FOREIGN: [
      'Este archivo no es una copia de seguridad de una puerta de enlace.',
      'Elija un archivo cuyo nombre termine en .cloudlink-backup. No se ha cambiado nada.',
    ],
    BACKUP_NEWER: [
      'La copia de seguridad la hizo una versión más nueva de este programa.',
      'Actualice primero esta puerta de enlace y después restaure. No se ha cambiado nada.',
    ],
    BACKUP_NO_SPACE: [
      'No hay espacio suficiente en el disco.',
      'Libere espacio en el volumen de datos e inténtelo de nuevo. No se ha cambiado nada.',
    ],
    BACKUP_FOLDER: [
      'La carpeta de las copias de seguridad no está o no se puede escribir en ella.',
      'Conecte el disco o elija otra carpeta.',
    ],
    BACKUP_RECIPIENT: [
      'Esto no es una clave pública con formato age.',
      'Dé la línea que empieza por age1, tal como la muestra age-keygen.',
    ],
    BACKUP_NO_KEY: [
      'Una copia de seguridad necesita una frase de contraseña de al menos 12 caracteres o una clave pública.',
      'Elija una; vuelve a abrir la copia, y esta puerta de enlace no podrá decírsela después.',
    ],
    BACKUP_RUNNING: ['Ya hay una copia de seguridad o una restauración en curso.', 'Espere a que termine.'],
    BACKUP_FAILED: [
      'El programa de copias de seguridad terminó antes de acabar.',
      'Inténtelo de nuevo; si vuelve a ocurrir, recopile los registros.',
    ],
    BACKUP_DAEMON_RUNS: [
      'La puerta de enlace está en marcha y mientras tanto no se pueden sustituir sus datos.',
      'Detenga la puerta de enlace o restaure en su página.',
    ],
    RESET_ORDER_INVALID: [
      'La orden de restablecer no está firmada para esta puerta de enlace.',
      'No se ha borrado nada. Dé la orden de nuevo desde la página de la puerta de enlace en la consola.',
    ],
    RESET_CANCELLED: [
      'Alguien en la puerta de enlace canceló el restablecimiento.',
      'No se ha borrado nada. Hable con las personas del sitio antes de ordenarlo de nuevo.',
    ],
    RESET_NOT_ANNOUNCED: [
      'No hay ningún restablecimiento anunciado.',
      'Vuelva a cargar la página para ver cómo está.',
    ],
    SUPPORT_NEEDS_DAEMON: [
      'Solo lo sabe la puerta de enlace en marcha.',
      'Inicie la puerta de enlace y cree otro paquete.',
    ],
    PERSON_UNKNOWN: [
      'Esa persona no existe en esta puerta de enlace.',
      'Vuelva a cargar la lista de personas.',
    ],
    PERSON_EXISTS: [
      'Alguien en esta puerta de enlace ya tiene ese nombre.',
      'Elija otro nombre; mayúsculas y minúsculas cuentan como iguales.',
    ],
    LAST_ADMIN: [
      'Es el último administrador de esta puerta de enlace.',
      'Nombre antes administrador a otra persona.',
    ],
    HOST_NOT_KNOWN: [
      'Esta puerta de enlace no se conoce por ese nombre.',
      'Abra la página con el nombre o la dirección de la puerta de enlace.',
    ],
    CHANGED_MEANWHILE: [
      'Otra persona lo cambió después de que su página lo leyera. No se sobrescribió nada.',
      'Mire lo que hay ahora y elija qué debe quedar.',
    ],
    CLOUD_UNREACHABLE: [
      'No se puede acceder a la nube.',
      'Compruebe el camino a Internet, el servidor de nombres y el proxy; la puerta de enlace lo sigue intentando.',
    ],
    CLOUD_REFUSED: [
      'La nube ha rechazado la solicitud.',
      'Lea el motivo; si la puerta de enlace se ha desvinculado, vincúlela de nuevo.',
    ],
    CLOUD_ANSWER_BAD: [
      'La nube ha dado una respuesta que no está en el contrato.',
      'Compruebe que la dirección de la nube es correcta y que ningún proxy modifica la respuesta.',
    ],
    CLOUD_TLS: [
      'El certificado de la nube no es de confianza.',
      'Si un proxy inspecciona TLS aquí, añada su autoridad de certificación; si no, compruebe la dirección de la nube y el reloj.',
    ],
    PROXY_AUTH: [
      'El proxy HTTP pide un usuario y una contraseña.',
      'Escriba las credenciales del proxy en la página de la red.',
    ],
    PROXY_UNREACHABLE: [
      'No se puede acceder al proxy HTTP.',
      'Compruebe la dirección y el puerto del proxy.',
    ],
    WEBSOCKET_BLOCKED: [
      'Los WebSockets no llegan a la nube.',
      'Permita la actualización a WebSocket en el proxy o el cortafuegos; hasta entonces las órdenes llegan por sondeo largo.',
    ],
    NOT_LINKED: [
      'Esta puerta de enlace no está vinculada a ninguna cuenta.',
      'Vincúlela primero: abra su página o ejecute cloudlink link.',
    ],
    ALREADY_LINKED: [
      'Esta puerta de enlace ya está vinculada a una cuenta.',
      'Desvincúlela primero si debe pasar a otra cuenta.',
    ],
    LINK_EXPIRED: ['La solicitud de vinculación ha caducado.', 'Obtenga un código nuevo.'],
    LINK_DENIED: [
      'La solicitud de vinculación se ha rechazado en la nube.',
      'Obtenga un código nuevo si fue un error.',
    ],
    SETUP_CODE_ATTEMPTS: [
      'El código de instalación ha sido incorrecto cinco veces; el intento ha terminado.',
      'Lea el código en la etiqueta o con cloudlink setup-code y empiece de nuevo.',
    ],
    SETUP_CODE_WRONG: [
      'El código de instalación no es correcto.',
      'Léalo en la etiqueta, en la consola o con cloudlink setup-code.',
    ],
    SETUP_CODE_USED: [
      'El código de instalación ya se ha usado.',
      'Si con él se creó un administrador, inicie sesión como tal; si con él se vinculó esta puerta de enlace, abra estas páginas desde la nube, o ejecute cloudlink people add en ella.',
    ],
    ACCOUNT_DEACTIVATED: [
      'La cuenta está desactivada.',
      'Pida a su partner que la reactive; después la puerta de enlace continúa por sí sola.',
    ],
    CLOCK_WRONG: [
      'El reloj de esta puerta de enlace no es correcto.',
      'Compruebe el servidor horario; hasta entonces no se pueden verificar los certificados.',
    ],
    KEY_UNREADABLE: [
      'No se puede leer la clave del dispositivo.',
      'Compruebe la carpeta de datos; sin su clave, la puerta de enlace debe vincularse de nuevo.',
    ],
    MDNS_FAILED: [
      'No se puede anunciar el nombre de la puerta de enlace en la red.',
      'Abra las páginas por dirección. Compruebe que ningún otro programa reserva para sí el puerto UDP 5353 y que el cortafuegos de este host lo deja pasar.',
    ],
    COMMAND_UNKNOWN: [
      'Esta versión de la puerta de enlace no conoce esa orden.',
      'Actualice la puerta de enlace.',
    ],
    COMMAND_UNSUPPORTED: [
      'Esta puerta de enlace no puede ejecutar esa orden.',
      'Hágalo en el host de la puerta de enlace o actualice la puerta de enlace a una versión que pueda.',
    ],
    SETTING_LOCAL: [
      'Este ajuste solo se puede cambiar en la sede de la puerta de enlace.',
      'Cámbielo en la página propia de la puerta de enlace o en su archivo de configuración.',
    ],
    COMMAND_EXPIRED: ['La orden ha llegado fuera de plazo.', 'Envíela de nuevo si todavía hace falta.'],
    COMMAND_BAD: [
      'Los argumentos de la orden no son válidos.',
      'Envíela de nuevo con los argumentos correctos.',
    ],
    COMMAND_INTERRUPTED: [
      'Se fue la corriente mientras se ejecutaba la orden; no se sabe si llegó a realizarse.',
      'Examine la puerta de enlace y envíe de nuevo la orden si es necesario.',
    ],
    REBOOT_SMBC: [
      'Esta puerta de enlace forma parte del SMB Controller y no lo reinicia: se cortarían las llamadas.',
      'Reinicie en su lugar el programa de la puerta de enlace, o el SMB Controller en sus propias páginas.',
    ],
    REBOOT_CONTAINER: [
      'Esta puerta de enlace funciona en un contenedor, que no tiene una máquina propia que reiniciar.',
      'Reinicie en su lugar el programa de la puerta de enlace, o el host en el que funciona el contenedor.',
    ],
    HELPER_UNAVAILABLE: [
      'El asistente con privilegios no está instalado aquí.',
      'Instale las unidades de systemd o haga esto en el host.',
    ],
    HELPER_REFUSED: [
      'El asistente con privilegios lo ha rechazado.',
      'Lea el motivo; este host no lo permite.',
    ],
    NETWORK_KIND: [
      'La plataforma en la que funciona esta puerta de enlace configura su propia red.',
      'Cambie las direcciones y los servidores de hora en la administración de esa plataforma.',
    ],
    NETWORK_NO_NETWORKD: [
      'systemd-networkd no funciona en este equipo.',
      'Cambie las direcciones y los servidores de hora con las herramientas de este equipo, o deje que systemd-networkd gestione sus puertos.',
    ],
    NETWORK_TRIAL_RUNNING: [
      'Ya hay una configuración de red a prueba.',
      'Consérvela o deshágala primero; termina por sí sola a los dos minutos.',
    ],
    NETWORK_NO_TRIAL: [
      'No hay ninguna configuración de red a prueba.',
      'Aplíquela de nuevo; una prueba termina por sí sola a los dos minutos.',
    ],
    NETWORK_NOT_IN_FORCE: [
      'La nueva configuración aún no está en vigor.',
      'Abra la página en la nueva dirección e inténtelo de nuevo.',
    ],
    NETWORK_ADDRESS_TAKEN: [
      'Otro dispositivo de esta red tiene esa dirección.',
      'Elija otra dirección, o dé otra al otro dispositivo.',
    ],
    KEEP_CODE_WRONG: [
      'Este enlace ya no conserva ninguna configuración de red.',
      'Inicie sesión y consérvela allí, mientras esté a prueba.',
    ],
    PBX_UNREACHABLE: [
      'No se puede acceder a la PBX o al directorio.',
      'Compruebe su dirección y su puerto, y que está en marcha.',
    ],
    PBX_CREDENTIALS: [
      'La PBX o el directorio ha rechazado el nombre de usuario o la contraseña.',
      'Escriba las credenciales correctas y pruebe de nuevo.',
    ],
    PBX_PERMISSION: [
      'La PBX o el directorio no permite a este usuario leer lo que se necesita.',
      'Dé al usuario permiso de lectura y pruebe de nuevo.',
    ],
    PBX_ANSWER_BAD: [
      'La PBX o el directorio ha dado una respuesta sin sentido.',
      'Compruebe que el tipo y el puerto son correctos.',
    ],
    PBX_TLS: [
      'El certificado de la PBX o del directorio no es de confianza.',
      'Añada su autoridad de certificación o corrija el nombre.',
    ],
    PBX_PRODUCT: [
      'Este producto no es el que se eligió.',
      'Compruebe la dirección y que su interfaz para CloudLink está activada.',
    ],
    PBX_VERSION: [
      'La PBX es demasiado antigua para esta puerta de enlace.',
      'Actualice la PBX o importe sus usuarios desde un archivo.',
    ],
    PBX_CLOCK: [
      'El reloj de la PBX difiere del de la puerta de enlace.',
      'Asigne a ambas el mismo servidor horario.',
    ],
    MICOLLAB_NOT_LAN: [
      'El nombre de MiCollab no conduce a su dirección de LAN.',
      'Escriba un nombre que el servidor de nombres de la LAN resuelva en la dirección de LAN de MiCollab, o esa misma dirección.',
    ],
    SOURCE_INCOMPLETE: [
      'No se pudo leer el origen hasta el final; no se ha eliminado a nadie.',
      'Lea el motivo; el próximo ciclo lo intenta de nuevo.',
    ],
    IMPORT_UNKNOWN: [
      'No existe ese archivo subido.',
      'Mire la lista de importaciones; los archivos subidos se eliminan al cabo de una semana.',
    ],
    IMPORT_TOO_LARGE: ['El archivo supera los 256 MiB.', 'Divídalo o quite lo que no haga falta.'],
    IMPORT_TOO_MANY: ['Ya hay 20 archivos subidos.', 'Elimine uno que ya no haga falta.'],
    IMPORT_TAKEN: [
      'Este archivo ya se ha incorporado.',
      'Cambie su sincronizador o vuelva a subir el archivo.',
    ],
    IMPORT_UNREADABLE: [
      'El archivo no se puede incorporar tal como se lee ahora.',
      'Elija cómo debe leerse o corrija el archivo.',
    ],
    IMPORT_ERRORS: ['El archivo tiene filas con errores.', 'Corríjalas o incorpore las demás sin ellas.'],
    IMPORT_OTHER_TYPE: [
      'Este sincronizador no lee archivos de este tipo.',
      'Elija otro sincronizador o cree uno nuevo con el archivo.',
    ],
    IMPORT_ROW_UNKNOWN: ['El archivo no tiene esa fila.', 'Vuelva a mirar sus filas.'],
    IMPORT_COLUMN: ['El archivo no tiene esa columna.', 'Use los nombres que figuran sobre sus filas.'],
    IMPORT_EDITS: [
      'Ya hay mil filas de este archivo corregidas aquí.',
      'Corrija las demás en el archivo y súbalo de nuevo.',
    ],
    IMPORT_READER: [
      'La lectura del archivo terminó de forma inesperada.',
      'Inténtelo de nuevo; si vuelve a ocurrir, recopile los registros e indique la hora de este mensaje.',
    ],
    SOURCE_FILE: [
      'El archivo no se puede leer tal como está.',
      'Corrija la línea o la columna indicada y vuelva a intentarlo.',
    ],
    SCIM_UNREACHABLE: [
      'No se puede acceder al directorio de usuarios de la nube.',
      'No se pierde nada; el próximo ciclo lo intenta de nuevo.',
    ],
    SCIM_AUTH: [
      'El directorio de usuarios de la nube ha rechazado el token.',
      'Escriba el token que se creó en último lugar; al crear uno nuevo, el anterior deja de valer.',
    ],
    SCIM_ANSWER_BAD: [
      'El directorio de usuarios de la nube ha dado una respuesta que no es SCIM.',
      'Compruebe la dirección; debe ser la URL base de SCIM.',
    ],
    SCIM_TLS: [
      'El certificado del directorio de usuarios no es de confianza.',
      'Añada su autoridad de certificación o corrija la dirección.',
    ],
    SCIM_REFUSED: [
      'El directorio de usuarios de la nube ha rechazado a esta persona.',
      'Lea el motivo y corrija a la persona en el origen.',
    ],
    REMOTE_CONFLICT: [
      'Ya existe en la nube alguien con ese nombre, y no procede de este origen.',
      'Elimine o cambie el nombre de ese usuario en la nube, o modifique a la persona en el origen.',
    ],
    REMOTE_DELETED: [
      'El usuario ya no está en la nube, y no lo eliminó esta puerta de enlace.',
      'Elija: crear de nuevo el usuario o dejarlo así.',
    ],
    NOT_CONVERGED: [
      'El directorio de usuarios de la nube no ha conservado lo que se envió.',
      'Examine los campos indicados en la nube; el próximo ciclo lo intenta de nuevo.',
    ],
    SYNC_NO_SOURCE: [
      'No hay nada de donde leer usuarios.',
      'Guarde un vínculo con una PBX, añada un sincronizador, o suba un archivo de usuarios y adóptelo; luego sincronice de nuevo.',
    ],
    SYNC_LOCKED: [
      'Otra sincronización está usando esta carpeta de estado.',
      'Espere a que termine o use otra carpeta.',
    ],
    SYNC_ENDLESS: [
      'Las mismas filas de los sincronizadores se procesaron una y otra vez sin fin.',
      'No se ha enviado nada. Reúna los registros e informe de la hora de este mensaje; si hace poco se añadió un sincronizador, elimínelo mientras tanto.',
    ],
    SYNC_ABORTED: [
      'La sincronización se detuvo antes de terminar.',
      'Iníciela de nuevo; continúa donde se detuvo.',
    ],
    SYNC_FAILED: [
      'La sincronización ha fallado.',
      'Lea el motivo; el próximo ciclo continúa donde este se detuvo.',
    ],
    SYNC_WORKER: [
      'La sincronización terminó de forma inesperada.',
      'Iníciela de nuevo; si vuelve a ocurrir, recopile los registros y comunique la hora de este mensaje.',
    ],
    PLAN_STALE: ['El plan ha cambiado desde que se mostró.', 'Examine el plan nuevo y confírmelo.'],
    TARGET_UNKNOWN: ['No existe ese destino en esta puerta de enlace.', 'Consulte la lista de túneles.'],
    TARGET_UNREACHABLE: [
      'El destino no responde a la puerta de enlace.',
      'Compruebe que su servidor web está en marcha.',
    ],
    TARGET_CERTIFICATE: [
      'El certificado del destino no es el que se confirmó.',
      'Examine la nueva huella digital y, si es correcta, confírmela en la página de la puerta de enlace.',
    ],
    TUNNEL_STOPPED: [
      'El túnel no está iniciado.',
      'Inicie primero el túnel en la página de la puerta de enlace.',
    ],
    TARGET_NOT_CONFIRMED: [
      'Nadie ha confirmado todavía este destino.',
      'Examine su dirección y su certificado en la página de la puerta de enlace y, si son correctos, confírmelos.',
    ],
    TARGET_BUILT_IN: [
      'Este destino forma parte de la puerta de enlace y no se puede eliminar.',
      'Detenga su túnel si no se debe poder acceder a él.',
    ],
    BROKER_REFUSED: [
      'La nube no acepta este túnel.',
      'Compruebe en la nube que la puerta de enlace está vinculada; la puerta de enlace lo intenta de nuevo por sí sola.',
    ],
    ACCESS_LOG_FAILED: [
      'La solicitud no se pudo escribir en el registro de acceso, por lo que no se dejó pasar.',
      'Libere espacio en el volumen de datos de la puerta de enlace, o consulte su registro, y vuelva a intentarlo.',
    ],
    SESSION_UNKNOWN: ['No existe esa sesión o ya ha terminado.', 'Pulse «Abrir» de nuevo.'],
    CLAIM_TOKEN_WRONG: [
      'La nube no acepta este token de vinculación o no conoce la huella de esta puerta de enlace.',
      'Cree un nuevo token de vinculación en la consola; vale un día y para una puerta de enlace.',
    ],
    CLAIM_NEEDS_PRESENCE: [
      'Esta puerta de enlace ya estuvo vinculada; para vincularla de nuevo, alguien debe estar delante de ella.',
      'Inicie la vinculación sin token y escriba en la nube el código de instalación.',
    ],
    KEY_REFUSED: [
      'La nube no acepta la nueva clave del dispositivo; sigue la que está en uso.',
      'Inicie de nuevo el cambio de la clave.',
    ],
    SYNC_STORE_CORRUPT: [
      'La base de datos de la sincronización de usuarios estaba dañada y se ha apartado.',
      'Inicie una sincronización a mano: compara todo de nuevo, y con ello aprueba su plan. Compruebe el disco; el archivo dañado está junto al nuevo.',
    ],
    INTERNAL: [
      'Algo ha fallado dentro del programa.',
      'Vuelva a intentarlo; si ocurre de nuevo, recopile los registros y comunique la hora de este mensaje.',
    ],
  },
  reasons: {
    EMAIL_NOT_UPN:
      'La dirección de correo de la centralita no es ni la del directorio ni su nombre principal de usuario.',
    OVERWRITTEN: 'Alguien modificó este usuario en la nube; se volvieron a escribir los valores del origen.',
    LOGIN_TOO_SHORT: 'El nombre de inicio de sesión tiene menos de dos caracteres.',
    LOGIN_TOO_LONG: 'El nombre de inicio de sesión tiene más de 21 caracteres.',
    LOGIN_CHAR: 'El nombre de inicio de sesión contiene un carácter no permitido.',
    NEEDS_MANUAL_SERVICE_REMOVAL:
      'Un servicio no se puede quitar dejando vacío su campo; el valor permanece hasta que el servicio se quite a mano.',
    DEFERRED: 'Todas las operaciones de este sincronizador esperan a una persona.',
    DUP_ID: 'La identidad aparece más de una vez en el origen.',
    BAD_CHAR: 'Un carácter no está permitido.',
    NAME_MISSING: 'No hay nombre para mostrar, nombre ni apellidos.',
    USERNAME_MISSING: 'De esta fila no se puede formar un nombre de usuario.',
    BAD_EMAIL: 'La dirección de correo electrónico no es válida.',
    NOT_E164: 'El número no está en formato internacional (+ y hasta 15 cifras).',
    NO_EMAIL: 'No hay dirección de correo electrónico.',
    IGNORED_FIELD: 'El valor del directorio no se adopta para un usuario existente.',
    ROW_UNREADABLE: 'No se pudo leer un número de esta persona.',
    LASTNAME_MISSING: 'No hay nombre ni apellidos.',
    MULTI_DEVICE_NO_GROUP:
      'Varios números del mismo tipo tienen este nombre, y ningún grupo indica cuáles van juntos.',
    NAME_COLLISION: 'Hay números con el mismo nombre y direcciones de correo electrónico diferentes.',
    IN_TWO_GROUPS: 'Un número está en dos grupos.',
    PILOT_MISSING: 'El piloto del grupo no está entre los números.',
    SPLIT: 'Uno de los números de esta persona tiene ahora otro nombre.',
    MERGE: 'Dos personas que ya existen se convertirían en una.',
    NEAR_MATCH: 'Otro número tiene el mismo nombre salvo por mayúsculas, espacios o acentos.',
    BOTH_SOFTPHONES: 'Hay un softphone MiNet y un terminal UC.',
    MEMBER_MISSING: 'El grupo menciona un número que la PBX no tiene.',
    NUMBER_KEPT: 'Se conserva un número que la PBX ya no tiene, porque algo aún hace referencia a él.',
    DUP_LOGIN: 'El nombre de inicio de sesión pertenece a más de una persona.',
    DUP_USERNAME: 'El nombre de usuario pertenece a más de una persona.',
    DUP_EMAIL: 'La dirección de correo electrónico pertenece a más de una persona.',
    DUP_EXTENSION: 'La extensión pertenece a más de una persona.',
    DUP_PHONE: 'El número de teléfono pertenece a más de una persona.',
    DUP_MOBILE: 'El número de móvil pertenece a más de una persona.',
    REUSED_KEY:
      'Una persona que ya no está en el origen tiene todavía este nombre de usuario o esta dirección de correo electrónico en el sistema remoto.',
    REMOTE_DELETED: 'El usuario se eliminó en el sistema remoto (sin cuenta).',
    REMOTE_CONFLICT: 'El nombre de usuario pertenece a otra persona en el sistema remoto.',
    REFUSED: 'El sistema remoto ha rechazado a este usuario.',
    RETRY: 'El último intento ha fallado; se intentará de nuevo.',
    NOT_CONVERGED: 'El sistema remoto conserva valores distintos de los que se enviaron.',
    SWAP: 'Varias personas intercambian un valor que el sistema remoto acepta solo una vez.',
    GAVE_UP: 'Ha fallado durante 28 días; espera un cambio.',
    GUARD: 'Se eliminarían demasiadas personas a la vez.',
    SOURCE_INCOMPLETE: 'No se pudo leer el origen hasta el final; no se elimina a nadie.',
    ADOPTED: 'La cuenta ya existía antes; no se elimina sin una confirmación.',
  },
  texts: {
    'The disk was full, so the room that was kept for that is in use; what can wait does not write.':
      'El disco estaba lleno, así que se usa el espacio guardado para ello; lo que puede esperar no escribe.',
    'The program ended by itself several times in a row, so only pages, tunnels and logs work now; users stay as they are.':
      'El programa terminó por sí solo varias veces seguidas, así que ahora solo funcionan páginas, túneles y registros; los usuarios quedan como están.',
    'A sync has begun.': 'Ha comenzado una sincronización.',
    'An update was not installed': 'No se instaló una actualización',
    'Detained users': 'Usuarios retenidos',
    'Every tunnel that was started works.': 'Todos los túneles iniciados funcionan.',
    'Free space on the data volume, or make it larger; the reserve is then laid down again.':
      'Libere espacio en el volumen de datos o amplíelo; después se vuelve a crear la reserva.',
    'Held removals of users': 'Eliminaciones de usuarios en espera',
    'If it happens again within days, collect the logs.':
      'Si vuelve a ocurrir en los próximos días, recopile los registros.',
    'It connects again now.': 'Se conecta de nuevo ahora.',
    'It was looked at again.': 'Se ha vuelto a comprobar.',
    'Look at each on the page of detained users; it says what is wrong and what helps.':
      'Examine cada uno en la página de usuarios retenidos; allí se indica qué falla y qué ayuda.',
    'Look at its reason on the page of the tunnels. The gateway keeps trying, and this alarm clears by itself.':
      'Lea el motivo en la página de los túneles. La puerta de enlace sigue intentándolo y esta alarma se resuelve por sí sola.',
    'Look at the plan on the page of user sync. Confirm it if so many were meant to go; otherwise put the PBX in order.':
      'Examine el plan en la página de sincronización. Confírmelo si debían irse tantos; si no, ponga en orden la PBX.',
    'Make a backup on the page of backups, and look why the last one was not made.':
      'Haga una copia de seguridad en la página de copias y averigüe por qué no se hizo la última.',
    'Make a support bundle, so that the reason can be found. Everything starts again by itself after a while, or now with the button.':
      'Cree un paquete de soporte para poder encontrar el motivo. Todo vuelve a iniciarse por sí solo al cabo de un rato, o ahora con el botón.',
    'The licence number is missing. Enter it, or choose unlicensed.':
      'Falta el número de licencia. Introdúzcalo o elija «sin licencia».',
    'This is no licence number. It has letters, digits, dots and hyphens, and no spaces.':
      'Esto no es un número de licencia. Tiene letras, cifras, puntos y guiones, sin espacios.',
    'What is unlicensed has no licence number. Leave it empty, or choose another type.':
      'Lo que no tiene licencia no tiene número de licencia. Déjelo vacío o elija otro tipo.',
    'What is unlicensed does not end. Leave the day empty, or choose another type.':
      'Lo que no tiene licencia no vence. Deje el día vacío o elija otro tipo.',
    'There is no such day. Enter one like 2027-03-31.': 'Ese día no existe. Introduzca uno como 2027-03-31.',
    'No SIP trace is in it: this gateway records none.':
      'No contiene ningún rastreo SIP: esta puerta de enlace no registra ninguno.',
    'No licence with an end is known.': 'No se conoce ninguna licencia con vencimiento.',
    'No sync waits for a confirmation.': 'Ninguna sincronización espera confirmación.',
    'Nobody is detained.': 'No hay nadie retenido.',
    'Old records and all support bundles but the newest are removed.':
      'Se han eliminado los registros antiguos y todos los paquetes de soporte salvo el más reciente.',
    'Read the reason on the page of updates. The version before it runs.':
      'Lea el motivo en la página de actualizaciones. Funciona la versión anterior.',
    'Renew it with your partner; the next inventory reads the new date.':
      'Renuévela con su partner; el próximo inventario lee la nueva fecha.',
    'Software assurance': 'Garantía de software',
    'The cloud is reached only since a moment ago.': 'La nube se alcanza solo desde hace un momento.',
    'The gateway runs in safe mode': 'La puerta de enlace funciona en modo seguro',
    'The gateway started again to free memory': 'La puerta de enlace se reinició para liberar memoria',
    'The last backup is old': 'La última copia de seguridad es antigua',
    'The last sync came to its end.': 'La última sincronización llegó a su fin.',
    'The licence was read again and reported.': 'La licencia se ha vuelto a leer y se ha comunicado.',
    'The program restarts now, with everything.': 'El programa se reinicia ahora, con todo.',
    'The program restarts now.': 'El programa se reinicia ahora.',
    'The reserve on the disk is spent': 'La reserva del disco se ha gastado',
    'The tunnels are opened again now.': 'Los túneles se abren de nuevo ahora.',
    'This gateway is not linked, and opens none.':
      'Esta puerta de enlace no está vinculada y no abre ninguno.',
    Tunnels: 'Túneles',
    'Users were not synchronised yet.': 'Los usuarios aún no se han sincronizado.',
    'Correct it at the source; the next sync takes it over. Or set another value here (Modify).':
      'Corríjalo en el origen; la próxima sincronización lo recoge. O ponga aquí otro valor (Modificar).',
    'Nothing is held back. Correct it at the source when you can.':
      'No se retiene nada. Corríjalo en el origen cuando pueda.',
    'Put the numbers into one group on the PBX, or give them names that differ; the next sync takes it over.':
      'Reúna los números en un grupo de la centralita o deles nombres distintos; la próxima sincronización lo recoge.',
    'Give one of them another value at the source, or modify or ignore this row.':
      'Dé a una de las personas otro valor en el origen, o modifique o ignore esta fila.',
    'Create the user again, or leave this person without an account.':
      'Cree de nuevo el usuario o deje a esta persona sin cuenta.',
    'Look at this user in the cloud, then apply, modify or ignore this row.':
      'Mire este usuario en la nube y después aplique, modifique o ignore esta fila.',
    'It is tried again by itself. Apply tries it now.':
      'Se vuelve a intentar por sí solo. Aplicar lo intenta ahora.',
    'Look at what would happen, then apply or cancel it.':
      'Mire qué pasaría y después aplíquelo o cancélelo.',
    'Make the source readable to its end; the next sync goes on by itself.':
      'Haga que el origen se pueda leer hasta el final; la próxima sincronización continúa por sí sola.',
    'Duplicate address': 'Dirección duplicada',
    'Known once a port has an IPv4 address.': 'Se sabrá cuando un puerto tenga una dirección IPv4.',
    'Asking for it takes the privileged helper and arping.':
      'Preguntarlo requiere el asistente con privilegios y arping.',
    'Give the other device another address, or this gateway one under Appliance Ethernet Configuration; two devices with one address lose each other’s packets.':
      'Dé otra dirección al otro dispositivo, o a esta puerta de enlace en Configuración Ethernet del dispositivo; dos dispositivos con una misma dirección pierden los paquetes del otro.',
    'Enter the IP address. It is needed.': 'Introduzca la dirección IP. Es necesaria.',
    'This is an IPv6 address. Enter an IPv4 address, like 192.168.1.50.':
      'Es una dirección IPv6. Introduzca una dirección IPv4, como 192.168.1.50.',
    'This is not an IPv4 address. Enter four numbers from 0 to 255 with dots between, like 192.168.1.50.':
      'No es una dirección IPv4. Introduzca cuatro números de 0 a 255 separados por puntos, como 192.168.1.50.',
    'No device can have this address. Enter one of your network; 0.…, 127.…, 169.254.… and everything from 224.… on have other uses.':
      'Ningún dispositivo puede tener esta dirección. Introduzca una de su red; 0.…, 127.…, 169.254.… y todo a partir de 224.… tienen otros usos.',
    'This is the address of the network itself. Enter one that is inside it.':
      'Es la dirección de la propia red. Introduzca una que esté dentro.',
    'This is the broadcast address of the network. Enter one that is inside it.':
      'Es la dirección de difusión de la red. Introduzca una que esté dentro.',
    'Enter the subnet mask. It is needed.': 'Introduzca la máscara de subred. Es necesaria.',
    'This is not a subnet mask. Enter one like 255.255.255.0, or its length like /24.':
      'No es una máscara de subred. Introduzca una como 255.255.255.0, o su longitud como /24.',
    'No network has this subnet mask. Enter one from /8 to /31.':
      'Ninguna red tiene esta máscara de subred. Introduzca una de /8 a /31.',
    'The default gateway is not in the network of the IP address. Correct one of them, or the subnet mask.':
      'La puerta de enlace predeterminada no está en la red de la dirección IP. Corrija una de las dos, o la máscara de subred.',
    'The default gateway has the IP address of this gateway. Enter the address of your router.':
      'La puerta de enlace predeterminada tiene la dirección IP de este mismo equipo. Introduzca la dirección de su router.',
    'This is the address of the network itself, not of a router. Enter the address of your router.':
      'Es la dirección de la propia red, no de un router. Introduzca la dirección de su router.',
    'This is the broadcast address of the network, not of a router. Enter the address of your router.':
      'Es la dirección de difusión de la red, no de un router. Introduzca la dirección de su router.',
    'These are too many DNS servers. Enter four at the most.':
      'Son demasiados servidores DNS. Introduzca cuatro como máximo.',
    'One of these is no host name and no IP address. Enter names like time.example.com, with commas between.':
      'Uno de ellos no es un nombre de host ni una dirección IP. Introduzca nombres como time.example.com, separados por comas.',
    'These are too many time servers. Enter four at the most.':
      'Son demasiados servidores de hora. Introduzca cuatro como máximo.',
    'This is no host name and no IP address. Enter one without http:// and without a port.':
      'No es un nombre de host ni una dirección IP. Introdúzcalo sin http:// y sin puerto.',
    'This is not a port. Enter a whole number from 1 to 65535.':
      'No es un puerto. Introduzca un número entero de 1 a 65535.',
    'A colon cannot be part of the user name. Enter the user name alone.':
      'El nombre de usuario no puede contener dos puntos. Introduzca solo el nombre.',
    'A password without a user is of no use. Enter the user too, or leave both empty.':
      'Una contraseña sin usuario no sirve. Introduzca también el usuario, o deje ambos vacíos.',
    'One of these is no host, domain or address. Enter hosts like pbx.example.com, domains like .example.com, or addresses.':
      'Uno de ellos no es un host, un dominio ni una dirección. Introduzca hosts como pbx.example.com, dominios como .example.com o direcciones.',
    'These are too many hosts. Enter 100 at the most.': 'Son demasiados hosts. Introduzca 100 como máximo.',
    'There is no certificate in this text. Paste a PEM file: it begins with -----BEGIN CERTIFICATE-----.':
      'No hay ningún certificado en este texto. Pegue un archivo PEM: empieza por -----BEGIN CERTIFICATE-----.',
    'This text holds a private key, and was not stored. Give the certificate alone; the key belongs on the computer of the authority.':
      'Este texto contiene una clave privada y no se ha guardado. Dé solo el certificado; la clave debe quedarse en el equipo de la autoridad.',
    'One of the certificates is damaged. Copy it again, whole, with its first and last line.':
      'Uno de los certificados está dañado. Cópielo de nuevo entero, con su primera y última línea.',
    'One of the certificates is that of a server. Give the certificate of the authority that signs the others.':
      'Uno de los certificados es de un servidor. Dé el certificado de la autoridad que firma los demás.',
    'The time of one of the certificates has ended. Ask for the present certificate of the authority.':
      'El plazo de uno de los certificados ha terminado. Pida el certificado actual de la autoridad.',
    'Another port of this host has this address. Enter another one.':
      'Otro puerto de este equipo tiene esta dirección. Introduzca otra.',
    'This host has no such port. Load the page again.':
      'Este equipo no tiene ese puerto. Vuelva a cargar la página.',
    'The name or the password is not right.': 'El nombre o la contraseña no es correcto.',
    'Check both and try again.': 'Compruebe ambos e inténtelo de nuevo.',
    'This gateway has an administrator already.': 'Esta puerta de enlace ya tiene un administrador.',
    'This is not your password.': 'Esa no es su contraseña.',
    'The password must not be the name.': 'La contraseña no puede ser el nombre.',
    'This password is one of the first that somebody would try.':
      'Esta contraseña es una de las primeras que alguien probaría.',
    'The password is hardly more than the name.': 'La contraseña es poco más que el nombre.',
    Backup: 'Copia de seguridad',
    'Figures for the cloud': 'Mediciones para la nube',
    'Old records': 'Registros antiguos',
    'Comparison of users with the cloud': 'Comparación de los usuarios con la nube',
    'Check the time server of this host; certificates and tokens need the right time.':
      'Compruebe el servidor horario de este host; los certificados y los tokens necesitan la hora correcta.',
    'Nothing here says whether the clock is right.': 'Nada indica aquí si el reloj es correcto.',
    'The clock is synchronised.': 'El reloj está sincronizado.',
    'The clock says a time that is past for certain.':
      'El reloj marca una hora que ya ha pasado con seguridad.',
    'The clock is not synchronised with a time server.':
      'El reloj no está sincronizado con un servidor horario.',
    'No cloud address is set.': 'No se ha configurado ninguna dirección de la nube.',
    'Check the disk. At the next start the damaged file is kept aside; restore a backup then.':
      'Compruebe el disco. En el próximo arranque se aparta el archivo dañado; restaure entonces una copia de seguridad.',
    'There is no database file yet.': 'Aún no hay ningún archivo de base de datos.',
    'Free space on the data volume, or make it larger.': 'Libere espacio en el volumen de datos o amplíelo.',
    'No cloud address is set, so there is no name to ask for.':
      'No se ha configurado ninguna dirección de la nube, así que no hay ningún nombre que consultar.',
    'Check the spelling of the name, and that the name server knows names of the Internet.':
      'Compruebe que el nombre está bien escrito y que el servidor de nombres conoce los nombres de Internet.',
    'Check the name servers under Appliance Ethernet Configuration; none answers.':
      'Compruebe los servidores de nombres en Configuración Ethernet del dispositivo (Appliance Ethernet Configuration); ninguno responde.',
    'The command channel is broken.': 'El canal de órdenes está interrumpido.',
    'Read the reason; the gateway keeps asking for a token and this alarm clears by itself.':
      'Lea el motivo; la puerta de enlace sigue pidiendo un token y esta alarma desaparece por sí sola.',
    'Check the way to the Internet on the page of alarms; the gateway keeps trying and nothing is lost.':
      'Compruebe el camino a Internet en la página de las alarmas; la puerta de enlace lo sigue intentando y no se pierde nada.',
    'It took too long and was given up.': 'Tardó demasiado y se abandonó.',
    'Not checked yet.': 'Aún sin comprobar.',
    'The gateway’s own web server has not been started yet.':
      'El servidor web propio de la puerta de enlace aún no se ha iniciado.',
    'Restart the gateway; if it happens again, collect the logs.':
      'Reinicie la puerta de enlace; si vuelve a ocurrir, recopile los registros.',
    'It is switched off.': 'Está desactivado.',
    'Give this host more memory, or stop other programs on it.':
      'Asigne más memoria a este host o detenga otros programas en él.',
    'No PBX link is saved.': 'No hay ningún vínculo con una PBX guardado.',
    'The host is there and nothing listens on that port: check the port, and that the service runs.':
      'El host está ahí y nada escucha en ese puerto: compruebe el puerto y que el servicio está en marcha.',
    'Check its address, that it is running, and that no firewall stands between.':
      'Compruebe su dirección, que está en marcha y que no hay ningún cortafuegos en medio.',
    'No cloud address is set, so there is nothing to ask a proxy for.':
      'No se ha configurado ninguna dirección de la nube, así que no hay nada que pedir a un proxy.',
    'Check the proxy’s address and port.': 'Compruebe la dirección y el puerto del proxy.',
    'Enter the proxy’s credentials again.': 'Escriba de nuevo las credenciales del proxy.',
    'Check the clock first; if it is right, the cloud’s certificate has to be renewed.':
      'Compruebe primero el reloj; si es correcto, hay que renovar el certificado de la nube.',
    'Check the cloud address; something else may answer there.':
      'Compruebe la dirección de la nube; puede que allí responda otra cosa.',
    'The cloud address is plain http.': 'La dirección de la nube es http sin cifrar.',
    'Whoever runs the cloud has to renew it.': 'Debe renovarlo quien gestiona la nube.',
    'Known once the gateway is linked.': 'Se sabrá cuando la puerta de enlace esté vinculada.',
    'The command channel is not connected now.': 'El canal de órdenes no está conectado ahora.',
    'The command channel runs over a WebSocket.': 'El canal de órdenes funciona sobre un WebSocket.',
    'Something on the way blocks WebSockets; commands come by long polling, and tunnels do not work.':
      'Algo en el camino bloquea los WebSockets; las órdenes llegan por sondeo largo y los túneles no funcionan.',
    'Allow WebSockets (HTTP Upgrade) to the cloud on the proxy or firewall.':
      'Permita los WebSockets (HTTP Upgrade) hacia la nube en el proxy o el cortafuegos.',
    'Check that a DHCP server serves this network, or give this host a fixed address in the administration of its platform.':
      'Compruebe que un servidor DHCP atiende esta red, o dé a este host una dirección fija en la administración de su plataforma.',
    'Switch the port on in the administration of the platform of this host.':
      'Active el puerto en la administración de la plataforma de este host.',
    'Enter the router’s address as default gateway in the administration of the platform of this host.':
      'Introduzca la dirección del router como puerta de enlace predeterminada en la administración de la plataforma de este host.',
    'Check the default gateway and the subnet mask in the administration of the platform of this host, and that the router is switched on and on this network.':
      'Compruebe la puerta de enlace predeterminada y la máscara de subred en la administración de la plataforma de este host, y que el router está encendido y en esta red.',
    'Check the name servers in the administration of the platform of this host; none answers.':
      'Compruebe los servidores de nombres en la administración de la plataforma de este host; ninguno responde.',
    'Give the other device another address, or this host one in the administration of its platform; two devices with one address lose each other’s packets.':
      'Dé otra dirección al otro dispositivo, o a este host en la administración de su plataforma; dos dispositivos con una misma dirección pierden los paquetes del otro.',
    'Check that a DHCP server serves this network, or choose Static under Appliance Ethernet Configuration.':
      'Compruebe que un servidor DHCP atiende esta red, o elija Estática (Static) en Configuración Ethernet del dispositivo (Appliance Ethernet Configuration).',
    'Known once a port has a link.': 'Se sabrá cuando un puerto tenga enlace.',
    'This host has no network port.': 'Este host no tiene ningún puerto de red.',
    'Add a network port; give a virtual machine a network adapter.':
      'Añada un puerto de red; a una máquina virtual, asígnele un adaptador de red.',
    'Plug the cable in at both ends and look for the light beside the socket; try another cable or another port of the switch.':
      'Conecte el cable en ambos extremos y busque la luz junto a la toma; pruebe con otro cable u otro puerto del conmutador.',
    'Set the port up under Appliance Ethernet Configuration, or switch it on in the host’s own network settings.':
      'Configure el puerto en Configuración Ethernet del dispositivo (Appliance Ethernet Configuration), o actívelo en los ajustes de red del propio host.',
    'There is no default gateway; the way to the cloud is the proxy.':
      'No hay puerta de enlace predeterminada; el camino a la nube es el proxy.',
    'There is no default gateway; the cloud is reached without one.':
      'No hay puerta de enlace predeterminada; se llega a la nube sin ella.',
    'There is no default gateway, so nothing beyond this network can be reached.':
      'No hay puerta de enlace predeterminada, así que no se puede llegar a nada fuera de esta red.',
    'Enter the router’s address as default gateway under Appliance Ethernet Configuration, or let the DHCP server give it.':
      'Introduzca la dirección del router como puerta de enlace predeterminada en Configuración Ethernet del dispositivo (Appliance Ethernet Configuration), o deje que la asigne el servidor DHCP.',
    'Check the default gateway and the subnet mask under Appliance Ethernet Configuration, and that the router is switched on and on this network.':
      'Compruebe la puerta de enlace predeterminada y la máscara de subred en Configuración Ethernet del dispositivo (Appliance Ethernet Configuration), y que el router está encendido y en esta red.',
    'Checked when somebody asks for it.': 'Se comprueba cuando alguien lo pide.',
    'This PBX does not tell its time.': 'Esta PBX no indica su hora.',
    'Known once the PBX can be read.': 'Se sabrá cuando se pueda leer la PBX.',
    'No PBX link with a host is saved.': 'No hay guardado ningún vínculo con una PBX que tenga un host.',
    'It cannot be read before the next sync.': 'No se puede leer antes de la próxima sincronización.',
    'Find out who changed sync.db. If it was restored or replaced on purpose: cloudlink sync verify --accept.':
      'Averigüe quién modificó sync.db. Si se restauró o se sustituyó a propósito: cloudlink sync verify --accept.',
    'Access log': 'Registro de acceso',
    'Find out who changed state.db; what the cloud was told stays there. cloudlink access verify tells all.':
      'Averigüe quién cambió state.db; lo que se dijo a la nube sigue allí. cloudlink access verify lo dice todo.',
    'Nobody came in through a tunnel yet.': 'Nadie ha entrado aún por un túnel.',
    'Audit chain of user synchronisation': 'Cadena de auditoría de la sincronización de usuarios',
    'Network cable': 'Cable de red',
    'IP address': 'Dirección IP',
    'Default gateway': 'Puerta de enlace predeterminada',
    'PBX credentials and permission': 'Credenciales y permisos en la PBX',
    'Time of the PBX': 'Hora de la PBX',
    'Disk space': 'Espacio en disco',
    Memory: 'Memoria',
    Databases: 'Bases de datos',
    'Local REST service': 'Servicio REST local',
    Time: 'Hora',
    'Name on the network': 'Nombre en la red',
    'Name server': 'Servidor de nombres',
    'HTTP proxy': 'Proxy HTTP',
    'TLS inspection': 'Inspección TLS',
    Cloud: 'Nube',
    PBX: 'PBX',
    'Cloud login is down': 'El inicio de sesión en la nube no funciona',
    'The cloud is not reached': 'No se accede a la nube',
    'A target shows another certificate': 'Un destino muestra otro certificado',
    'Its tunnel is stopped. Compare the fingerprint on the tunnels page with the one that the target itself shows, and confirm it only if the certificate was renewed on purpose.':
      'Su túnel está detenido. Compare la huella de la página de túneles con la que muestra el propio destino y confírmela solo si el certificado se renovó a propósito.',
    'User sync': 'Sincronización de usuarios',
    'Inventory report': 'Informe de inventario',
    'Health checks': 'Comprobaciones de estado',
    'Device certificate': 'Certificado del dispositivo',
    'Connect to the directory': 'Conectar con el directorio',
    'Sign in': 'Iniciar sesión',
    'Read people': 'Leer las personas',
    'Read the file': 'Leer el archivo',
    'Reach the PBX': 'Acceder a la PBX',
    'Certificate of the PBX': 'Certificado de la PBX',
    Product: 'Producto',
    'Reach the MBG': 'Acceder al MBG',
    'Sign in at the MBG': 'Iniciar sesión en el MBG',
    'Read numbers and groups': 'Leer números y grupos',
    Version: 'Versión',
    Clock: 'Reloj',
    'Reach MiCollab': 'Acceder a MiCollab',
    'Sign in at MiCollab': 'Iniciar sesión en MiCollab',
    'MiCollab’s name leads to the LAN': 'El nombre de MiCollab conduce a la LAN',
    'MiVoice Business has no public contract of its REST interface: this connector speaks an interface of our own shape, described in docs/pbx/mivoice-business.md.':
      'MiVoice Business no tiene un contrato público de su interfaz REST: este conector usa una interfaz de diseño propio, descrita en docs/pbx/mivoice-business.md.',
    'Please ensure that you are using a Cloudlink gateway blade with the MIVB':
      'Asegúrese de usar un blade de puerta de enlace Cloudlink con el MIVB',
    'PBX IP Address or FQDN': 'Dirección IP o FQDN de la PBX',
    'Where numbers and groups are read. No password goes there: the MBG vouches for this gateway.':
      'De donde se leen los números y los grupos. Allí no se envía ninguna contraseña: el MBG responde por esta puerta de enlace.',
    'MBG IP Address or FQDN': 'Dirección IP o FQDN del MBG',
    'The MiVoice Border Gateway where this gateway signs in.':
      'El MiVoice Border Gateway en el que esta puerta de enlace inicia sesión.',
    'MBG Password': 'Contraseña del MBG',
    'Of the user cloudlink at the MBG; it opens the PBX’s interface too.':
      'La del usuario cloudlink en el MBG; también abre la interfaz de la PBX.',
    'MiCollab IP Address or FQDN': 'Dirección IP o FQDN de MiCollab',
    'Needed for integrations that use MiCollab. The name must lead to MiCollab’s LAN address.':
      'Necesaria para las integraciones que usan MiCollab. El nombre debe conducir a la dirección de LAN de MiCollab.',
    'MiCollab Password': 'Contraseña de MiCollab',
    'Of the user cloudlink at MiCollab.': 'La del usuario cloudlink en MiCollab.',
    'Kind of directory': 'Tipo de directorio',
    'Decides the filter and the identity of a person where they are left empty.':
      'Determina el filtro y la identidad de una persona cuando se dejan vacíos.',
    Generic: 'Genérico',
    Host: 'Host',
    'Name or IP address. With encryption it must be the name in the certificate.':
      'Nombre o dirección IP. Con cifrado debe ser el nombre que figura en el certificado.',
    Security: 'Seguridad',
    'Without encryption the password and the people’s data cross the network in clear.':
      'Sin cifrado, la contraseña y los datos de las personas atraviesan la red en claro.',
    None: 'Ninguna',
    Port: 'Puerto',
    'Leave empty for 389, or 636 with LDAPS.': 'Déjelo vacío para 389, o 636 con LDAPS.',
    'The user that reads; Active Directory also takes user@domain. Leave it and the password empty to read anonymously.':
      'El usuario que lee; Active Directory admite también usuario@dominio. Deje vacíos este campo y la contraseña para leer de forma anónima.',
    Password: 'Contraseña',
    'Where people are; everything below it is searched.':
      'Donde están las personas; se busca en todo lo que hay por debajo.',
    Filter: 'Filtro',
    'Leave empty for everybody.': 'Déjelo vacío para incluir a todos.',
    'Identity attribute': 'Atributo de identidad',
    'What stays the same when a person is renamed or moved. Leave empty for entryUUID, or objectGUID in Active Directory.':
      'Lo que no cambia cuando se cambia el nombre de una persona o se la traslada. Déjelo vacío para entryUUID, u objectGUID en Active Directory.',
    'CSV file': 'Archivo CSV',
    'Comma, semicolon or tab separated text as spreadsheets write it (RFC 4180); the column names are ours.':
      'Texto separado por comas, puntos y comas o tabuladores, como lo escriben las hojas de cálculo (RFC 4180); los nombres de las columnas son propios.',
    File: 'Archivo',
    'A CSV file in the gateway’s import folder, with a header row: id, givenName, familyName, displayName, email, extension, phone, mobile, department, location, role, active, in any order. Only id must be there.':
      'Un archivo CSV en la carpeta de importación de la puerta de enlace, con una fila de encabezado: id, givenName, familyName, displayName, email, extension, phone, mobile, department, location, role, active, en cualquier orden. Solo id es obligatorio.',
    Encoding: 'Codificación',
    'UTF-8 and UTF-16 are recognised. Choose windows-1252 only for a file of an old Windows program.':
      'UTF-8 y UTF-16 se reconocen. Elija windows-1252 solo para un archivo de un programa antiguo de Windows.',
    Auto: 'Automática',
    'LDIF file': 'Archivo LDIF',
    'LDIF as directories write it (RFC 2849), entries and changes; which attribute is the identity is our choice.':
      'LDIF tal como lo escriben los directorios (RFC 2849), entradas y cambios; qué atributo es la identidad es elección nuestra.',
    'An LDIF file in the gateway’s import folder.':
      'Un archivo LDIF en la carpeta de importación de la puerta de enlace.',
    'What stays the same when a person is renamed or moved. Leave empty for entryUUID, or objectGUID where there is none. With dn, somebody who is renamed or moved is somebody new.':
      'Lo que no cambia cuando se renombra o se mueve a una persona. Déjelo vacío para entryUUID, u objectGUID si no lo hay. Con dn, quien se renombra o se mueve es una persona nueva.',
    'Identity column': 'Columna de identidad',
    'Says who a row is, and stays the same when a person is renamed. Leave empty for id, or for that of a known export.':
      'Dice quién es una fila y no cambia cuando se renombra a una persona. Déjela vacía para id, o para la de una exportación conocida.',
    'Excel workbook': 'Libro de Excel',
    'Office Open XML (ECMA-376) as spreadsheets save it; values are read as they are stored, formulas and macros are not run. The column names are ours.':
      'Office Open XML (ECMA-376) tal como lo guardan las hojas de cálculo; los valores se leen como están guardados, las fórmulas y macros no se ejecutan. Los nombres de las columnas son nuestros.',
    'An Excel workbook (.xlsx) in the gateway’s import folder. The first row of the sheet names the columns, as in a CSV file.':
      'Un libro de Excel (.xlsx) en la carpeta de importación de la puerta de enlace. La primera fila de la hoja nombra las columnas, como en un archivo CSV.',
    Sheet: 'Hoja',
    'Leave empty for the first one.': 'Déjelo vacío para la primera.',
    'New in the source.': 'Nuevo en el origen.',
    'Changed in the source.': 'Modificado en el origen.',
    'Not in the source any more.': 'Ya no está en el origen.',
    'Not active in the source any more.': 'Ya no está activo en el origen.',
    'Active in the source again.': 'De nuevo activo en el origen.',
    'Not in the source, and the grace period is over.':
      'No está en el origen y el período de gracia ha terminado.',
    'Gives a number up for another person.': 'Cede un número a otra persona.',
    'Standalone appliance': 'Dispositivo independiente',
    'Virtual appliance': 'Dispositivo virtual',
    'SMBC (embedded)': 'SMBC (integrado)',
    'MSL host': 'Host MSL',
    'The pages of this gateway, with a reduced role.':
      'Las páginas de esta puerta de enlace, con un rol reducido.',
    'Sign in at the PBX': 'Iniciar sesión en la PBX',
    'Read users': 'Leer los usuarios',
    'This connector speaks System OAI, whose text protocol is public. It has no encryption, and tells no DID numbers.':
      'Este conector usa System OAI, cuyo protocolo de texto es público. No tiene cifrado y no informa de los números DID.',
    'The login of the MX-ONE Provisioning Manager is public. How it lists users is not: that part is of our own shape, described in docs/pbx/mx-one.md.':
      'El inicio de sesión en MX-ONE Provisioning Manager es público. Cómo enumera los usuarios no lo es: esa parte es de diseño propio, descrita en docs/pbx/mx-one.md.',
    'How MiVoice Office 400 lists users is not public: this connector speaks an interface of our own shape, described in docs/pbx/mivoice-office-400.md. Without it, import users by CSV or LDIF.':
      'Cómo MiVoice Office 400 enumera los usuarios no es público: este conector usa una interfaz de diseño propio, descrita en docs/pbx/mivoice-office-400.md. Sin ella, importe los usuarios por CSV o LDIF.',
    'IP Address': 'Dirección IP',
    'Of the PBX, as this gateway reaches it; a name will do.':
      'La de la PBX, tal como esta puerta de enlace la alcanza; también sirve un nombre.',
    'CloudLink System Username': 'Nombre de usuario del sistema CloudLink',
    'The account that the PBX has for this gateway.':
      'La cuenta que la PBX tiene para esta puerta de enlace.',
    'CloudLink System Password': 'Contraseña del sistema CloudLink',
    Node: 'Nodo',
    Protocol: 'Protocolo',
    Users: 'Usuarios',
    Numbers: 'Números',
    Groups: 'Grupos',
    'DID numbers': 'Números DID',
    'Synchronise dynamic extensions only': 'Sincronizar solo las extensiones dinámicas',
    'Feature profile': 'Perfil de funciones',
    'App Server Port needs a softphone’s MAC': 'App Server Port necesita la MAC de un softphone',
    'An App Server Port is a MiNet softphone only where its MAC starts with A1:21:00.':
      'Un App Server Port solo es un softphone MiNet si su MAC empieza por A1:21:00.',
    // kinds of directories
    'LDAP directory': 'Directorio LDAP',
    'LDAP version 3 (RFC 4511) with paging (RFC 2696) and content synchronisation (RFC 4533), as public directories speak it; nothing of it is our own.':
      'LDAP versión 3 (RFC 4511) con paginación (RFC 2696) y sincronización de contenido (RFC 4533), como lo usan los directorios públicos; nada de ello es propio.',
    'Each sync reads': 'Cada sincronización lee',
    'Changes only, where the directory can tell them. Choose everybody if what it tells cannot be relied on.':
      'Solo los cambios, si el directorio puede indicarlos. Elija todas las personas si lo que indica no es fiable.',
    Changes: 'Cambios',
    Everybody: 'Todas las personas',
    'LDAP as Microsoft documents it (MS-ADTS), with DirSync and update sequence numbers; nothing of it is our own.':
      'LDAP tal como lo documenta Microsoft (MS-ADTS), con DirSync y números de secuencia de actualización; nada de ello es propio.',
    User: 'Usuario',
    'An ordinary user that may read, as user@domain or as a DN.':
      'Un usuario normal que puede leer, como user@domain o como DN.',
    'The domain or the organisational unit where people are; everything below it is searched.':
      'El dominio o la unidad organizativa donde están las personas; se busca en todo lo que hay debajo.',
    'MiVoice 5000 directory': 'Directorio de MiVoice 5000',
    'That its directory is read by LDAP, and the attributes mail, department and l, are public; base DN, identity and the other attributes are not, and stand here as other directories have them.':
      'Es público que su directorio se lee por LDAP y los atributos mail, department y l; el DN base, la identidad y los demás atributos no lo son y figuran aquí como en otros directorios.',
    'As it is set at the PBX’s directory; it is not published.':
      'Tal como está configurado en el directorio de la PBX; no está publicado.',
    'Leave empty for every entry that has a name.': 'Déjelo vacío para todas las entradas que tengan nombre.',
    'What stays the same when a person is renamed. Leave empty for entryUUID; if the directory has none, a number that is never given to another person.':
      'Lo que no cambia cuando se cambia el nombre de una persona. Déjelo vacío para entryUUID; si el directorio no lo tiene, un número que nunca se asigne a otra persona.',
    'The Asterisk Manager Interface as docs.asterisk.org describes it; that endpoints with a number are people is our own reading.':
      'La interfaz Asterisk Manager tal como la describe docs.asterisk.org; que los terminales con número sean personas es nuestra propia lectura.',
    'Without encryption names and addresses cross the network in clear; the password itself is never sent.':
      'Sin cifrado, los nombres y las direcciones cruzan la red en claro; la contraseña misma nunca se envía.',
    'Leave empty for 5039 with TLS, or 5038 without.': 'Déjelo vacío para 5039 con TLS, o 5038 sin él.',
    'Manager user': 'Usuario del manager',
    'A section of manager.conf that has system and reporting at write.':
      'Una sección de manager.conf que tiene system y reporting en write.',
    'Channel driver': 'Controlador de canal',
    'PJSIP, or the old SIP driver that ended with Asterisk 20.':
      'PJSIP, o el antiguo controlador SIP que terminó con Asterisk 20.',
    'Who is a person': 'Quién es una persona',
    'Endpoints whose name is a number of 2 to 8 digits, or every endpoint, trunks too.':
      'Los terminales cuyo nombre es un número de 2 a 8 cifras, o todos los terminales, también los troncales.',
    'Numbers only': 'Solo números',
    Everything: 'Todo',
    'Names from': 'Nombres de',
    'Only voicemail boxes have e-mail addresses. A person without a box has the name of the caller ID.':
      'Solo los buzones de voz tienen direcciones de correo. Una persona sin buzón lleva el nombre del identificador de llamada.',
    Voicemail: 'Buzón de voz',
    'Caller id': 'Identificador de llamada',
    'The Configuration API (XAPI, OData) of 3CX version 20 as its public examples and clients use it; it needs an Enterprise or AI licence.':
      'La API de configuración (XAPI, OData) de 3CX versión 20 tal como la usan sus ejemplos y clientes públicos; necesita una licencia Enterprise o AI.',
    'Client ID': 'ID de cliente',
    'From the Admin Console: Integrations, API. The application needs access to the Configuration API.':
      'De la consola de administración: Integrations, API. La aplicación necesita acceso a la API de configuración.',
    'API key': 'Clave de API',
    '3CX shows it once, when the application is made.':
      '3CX la muestra una sola vez, al crear la aplicación.',
    'The GraphQL API of FreePBX as its published source has it; that every extension is a person is our own reading.':
      'La API GraphQL de FreePBX tal como está en su código publicado; que cada extensión sea una persona es nuestra propia lectura.',
    'Of a machine-to-machine application under Admin, API.':
      'De una aplicación de máquina a máquina en Admin, API.',
    'Client secret': 'Secreto de cliente',
    'FreePBX shows it once, when the application is made.':
      'FreePBX lo muestra una sola vez, al crear la aplicación.',
  },
  forms: {
    'Users who are detained and not in the cloud: #.': 'Usuarios retenidos que no están en la nube: #1.',
    'The source is empty; all # users would be removed.':
      'La fuente está vacía; se eliminarían los #1 usuarios.',
    '# of # rows are detained; nobody is removed until the source is in order.':
      '#1 de #2 filas están retenidas; no se elimina a nadie hasta que la fuente esté en orden.',
    '# of # users would be removed; # at most go without a confirmation.':
      'Se eliminarían #1 de #2 usuarios; sin confirmación salen #3 como máximo.',
    'With the last # hours # of # users would be removed; # at most go without a confirmation.':
      'Con las últimas #1 horas se eliminarían #2 de #3 usuarios; sin confirmación salen #4 como máximo.',
    'Reading the source: # rows.': 'Leyendo la fuente: #1 filas.',
    'Looking at what changed: # people.': 'Viendo qué cambió: #1 personas.',
    'Making the plan.': 'Preparando el plan.',
    'Sending to the cloud: # users.': 'Enviando a la nube: #1 usuarios.',
    'Taking back: # users.': 'Deshaciendo: #1 usuarios.',
    'Recording the result.': 'Registrando el resultado.',
  },
};
