import type { launch as en } from '../en/launch.ts';

/** Launch, in Spanish. */
export const launch: Readonly<Record<keyof typeof en, string>> = {
  'launch.title': 'Abrir {title}',
  'launch.shown':
    'Alguien en el sitio lee esto antes de dejarle entrar, y consta junto a cada solicitud del registro de acceso.',
  'launch.reason': 'Motivo',
  'launch.reasonHelp': 'Lo que va a hacer. Por ejemplo: ver por qué no suena el 3104.',
  'launch.ticket': 'Número de incidencia',
  'launch.do': 'Abrir',
  'launch.waits': 'Esperando el consentimiento del sitio',
  'launch.waitsText':
    'Un administrador de allí lo aprueba o deniega en la página de la puerta de enlace. Después sigue automáticamente. Sin respuesta termina a las {end}, {age}.',
  'launch.cancel': 'Retirar la solicitud',
  'launch.cancelled': 'La solicitud se ha retirado.',
  'launch.notOpened': 'La sesión no se abrió: {because}.',
  'launch.allowed': 'El sitio ha dicho que sí',
  'launch.allowedText': 'El navegador no abrió la pestaña nueva. Ábrala aquí en cinco minutos.',
  'launch.open': 'Abrir',
  'launch.close': 'Cerrar',
  'g.sessions.waiting': 'esperando el consentimiento del sitio',
  'g.sessions.cancel': 'Retirar',
  'launch.ended': 'La sesión con {title} ya no está abierta: {because}.',
  'launch.endedText': 'Su pestaña ya no muestra nada nuevo. Ábrala de nuevo si la necesita.',
  'g.order.logsTitle': 'Recopilar registros',
  'g.order.logsWhat':
    'Alguien en el sitio lee esto y quizá se le pregunte antes, lo que tarda hasta 10 minutos. Las últimas 1.000 líneas llegan aquí.',
  'g.check': 'Comprobar',
  'g.checking': 'Comprobando…',
  'g.checked': 'Responde: HTTP {status}',
};
