import type { consent as en } from '../en/consent.ts';

/** Consent to remote sessions, in Spanish. */
export const consent: Readonly<Record<keyof typeof en, string>> = {
  'ask.label': 'Alguien pide entrar',
  'ask.wants': '{person} pide entrar en {where}',
  'ask.from': '{email}, desde {since}. Sin respuesta, la solicitud termina a las {end}, {age}.',
  'visit.ticket': 'Incidencia {ticket}.',
  'ask.approve': 'Aprobar<sr> a {person}</sr>',
  'ask.approving': 'Aprobando…',
  'ask.deny': 'Denegar<sr> a {person}</sr>',
  'ask.denying': 'Denegando…',
  'ask.approved': '{person} puede entrar.',
  'ask.denied': '{person} se queda fuera.',
  'ask.notAnswered': 'No se pudo responder a la solicitud',
  'ask.onSite': 'Solo puede responder un administrador en el sitio.',
  'session.onSite': 'Solo un administrador en el sitio puede finalizarla aquí.',
  'consent.title': 'A quién hay que preguntar antes',
  'consent.aside': 'Se decide en el sitio; ni la nube ni una sesión remota pueden cambiarlo',
  'consent.mode':
    '{mode, select, ask {Se pregunta en el sitio cada vez} hour {Se pregunta; un sí vale una hora} always {Las personas nombradas entran sin pregunta} off {Desactivado: el código de la nube no puede llamarlo} on {Activado: el código de la nube puede llamarlo} other {Desconocido}}',
  'consent.people': '{n, plural, one {# persona} other {# personas}}: {people}',
  'consent.changeColumn': 'Cambiar',
  'consent.change': 'Cambiar<sr> {target}</sr>',
  'consent.dialog': 'Antes de abrir una sesión con {target}',
  'consent.choose': 'A quién se pregunta',
  'consent.names': 'Direcciones de correo electrónico',
  'consent.namesHelp':
    'Separadas por comas. Por los demás se pregunta. Quién es alguien lo dice la nube: nombre solo a personas de una cuenta en la que confíe.',
  'consent.save': 'Guardar',
  'consent.saved': 'Guardado para {target}.',
  'ask.look':
    '{look, select, logs {{person} pide leer los registros de esta puerta de enlace} other {{person} pide trazar llamadas}}',
  'ask.mayLook': '{person} puede mirar.',
  'look.name': '{look, select, logs {Registros de esta puerta de enlace} other {Trazas de llamadas}}',
  'look.off': 'Desactivado: nadie puede mirar desde la nube',
  'look.dialog': 'Antes de que la nube mire: {look}',
  'consent.calls': 'Llamadas permitidas',
  'consent.callsHelp':
    'Separadas por comas, por ejemplo GET /api, POST /api/jobs. Una ruta vale para todo lo que está debajo. Vacío: solo lectura (GET y HEAD).',
  'consent.callsWrong': 'Escriba cada llamada como un método y una ruta: GET /api.',
};
