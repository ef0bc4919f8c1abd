/** The tunnels: the table, proposals, addresses, the form, in Spanish. */
import type { tunnels as en } from '../en/tunnels.ts';

export const tunnels: Readonly<Record<keyof typeof en, string>> = {
  'tunnels.title': 'Túneles',
  'tunnels.none': 'Aún no hay túneles.',
  'tunnels.allStopped': 'Todos los túneles están detenidos.',
  'tunnels.started': '{up, number} de {n, plural, one {# túnel} other {# túneles}} en marcha.',
  'tunnels.wait':
    '{n, plural, one {# destino espera confirmación.} other {# destinos esperan confirmación.}}',
  'tunnels.lead':
    'Desde la nube solo se puede abrir lo que figura en esta lista, y solo mientras esté iniciado.',
  'tunnels.toConfirm': 'Por confirmar',
  'tunnels.localOnly': 'Los destinos se añaden y confirman solo en la red local, no desde una sesión remota.',
  'tunnels.tested': 'Cada túnel se prueba de extremo a extremo cada 30 s',
  'tunnels.empty': 'Aún no hay túneles',
  'tunnels.emptyText':
    'Un túnel permite que un administrador autorizado por usted abra la PBX de esta sede desde la nube. Aparece aquí en cuanto se conecta una PBX.',
  'tunnels.addPbx': 'Añadir una PBX',

  'target.name': '{component} {tunnel}',
  'target.parts': '{component}: {tunnel}',
  'target.changed': '{target} muestra otro certificado',
  'target.changedText':
    'Se ha renovado, o responde otro en su lugar. El túnel permanece cerrado hasta que usted compare y confirme.',
  'target.compare':
    'Compare la dirección, y la huella digital con la que muestra el propio sistema; después confirme.',
  'target.address': 'Dirección',
  'target.before': 'Confirmado antes',
  'target.certificate': 'Certificado (SHA-256)',
  'target.confirm': 'Confirmar<sr> {target}</sr>',
  'target.confirmed': '{target}: destino confirmado.',
  'target.reach': 'A qué se puede acceder',
  'target.caption': 'Direcciones de los destinos',
  'target.target': 'Destino',
  'target.notConfirmed': 'sin confirmar',
  'target.plain': 'ninguno, HTTP sin cifrar',
  'target.removeColumn': 'Eliminar',
  'target.remove': 'Eliminar<sr> {target}</sr>',
  'target.removeAsk': '¿Eliminar {target}?',
  'target.removeYes': 'Eliminar',
  'target.removeText':
    '<b>Desaparecen:</b> la entrada, su túnel y las sesiones abiertas con él. <b>Permanecen:</b> el propio sistema y el registro de acceso.',

  'add.title': 'Añadir un destino manualmente',
  'add.aside': 'Los conectores proponen los suyos por sí mismos',
  'add.component': 'Componente',
  'add.tunnel': 'Túnel',
  'add.protocol': 'Protocolo',
  'add.host': 'Dirección IP o FQDN',
  'add.port': 'Puerto',
  'add.description': 'Descripción',
  'add.componentNeeded': 'Escriba el componente. Por ejemplo, MiCollab.',
  'add.tunnelNeeded': 'Escriba lo que se abre. Por ejemplo, Administración.',
  'add.hostNeeded': 'Escriba la dirección. Es la de esta red.',
  'add.hostAlone':
    'Escriba solo el nombre o la dirección. El protocolo y el puerto tienen sus propios campos.',
  'add.portNeeded': 'Falta el puerto. Escriba un número de 1 a {most, number}.',
  'add.portWrong': '{value} no es un puerto. Escriba un número de 1 a {most, number}.',
  'add.componentHelp': 'El sistema, como MiCollab o MSL.',
  'add.tunnelHelp': 'Lo que se abre de él, como Administración.',
  'add.hostHelp': 'Su dirección en esta red, como 192.168.10.40 o micollab.example.com.',
  'add.busy': 'Añadiendo…',
  'add.do': 'Añadir destino',
  'add.done': '{target}: destino añadido. Confírmelo para iniciar su túnel.',
  'add.help':
    'Al añadir no se inicia nada. La puerta de enlace examina primero el certificado y le pide que lo confirme.',

  'tunnel.component': 'Componente',
  'tunnel.tunnel': 'Túnel',
  'tunnel.status': 'Estado',
  'tunnel.control': 'Control',
  'tunnel.description': 'Descripción',
  'tunnel.stopped': 'Detenido',
  'tunnel.starting': 'Iniciando',
  'tunnel.failed': 'Con error',
  'tunnel.tunnelIs':
    '{is, select, up {Túnel activo} down {Túnel caído} other {Estado del túnel desconocido}}',
  'tunnel.targetIs':
    '{is, select, up {Destino activo} down {Destino caído} other {Estado del destino desconocido}}',
  'tunnel.notChecked': 'aún sin comprobar',
  'tunnel.proposed': 'Propuesto, aún sin confirmar.',
  'tunnel.service': 'Lo usa la propia nube, sin navegador.',
  'tunnel.inUse': 'En uso ahora.',
  'tunnel.readsOnly': 'Solo lectura',
  'tunnel.start': 'Iniciar<sr> {target}</sr>',
  'tunnel.stop': 'Detener<sr> {target}</sr>',
  'tunnel.startAsk': '¿Iniciar el túnel hacia {target}?',
  'tunnel.yes': 'Sí',
  'tunnel.no': 'No',
  'tunnel.startText':
    'Los administradores de su cuenta podrán abrirlo entonces desde la nube. Usted ve aquí cada sesión, puede finalizarla de inmediato, y cada solicitud queda en el registro de acceso.',
  'tunnel.startAll': 'Iniciar todos los túneles',
  'tunnel.stopAll': 'Detener todos los túneles',
  'tunnel.allStopped': 'Todos los túneles están detenidos.',
  'tunnel.startAllAsk': '{n, plural, one {¿Iniciar # túnel?} other {¿Iniciar # túneles?}}',
};
