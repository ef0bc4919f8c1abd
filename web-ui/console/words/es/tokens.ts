/** Claim tokens and registered keys (contract: Claiming). */
export const tokens = {
  'tokens.title': 'Tokens de vinculación',
  'tokens.what': 'tokens de vinculación',
  'tokens.reading': 'Leyendo los tokens de vinculación',
  'tokens.open': 'Tokens de vinculación y claves registradas',
  'tokens.head':
    '{n, plural, =0 {No se espera ninguna puerta de enlace.} one {Una puerta de enlace puede vincularse por sí misma a esta cuenta.} other {# puertas de enlace pueden vincularse por sí mismas a esta cuenta.}}',
  'tokens.lead':
    'Una puerta de enlace puede vincularse sin nadie a su lado: con un token, o con la huella de su clave. Cada uno sirve una vez y durante 24 horas, y nunca para una puerta de enlace que ya estuvo vinculada.',
  'tokens.waiting': 'Aún sin usar',
  'tokens.none': 'Ninguno espera a ser usado',
  'tokens.noneText': 'Cree abajo un token, o registre la huella de una puerta de enlace.',
  'tokens.token': 'Token de vinculación',
  'tokens.col.what': 'Qué',
  'tokens.col.by': 'Creado por',
  'tokens.col.at': 'Creado',
  'tokens.col.ends': 'Caduca',
  'tokens.revoke': 'Revocar',
  'tokens.revokeOf': 'Revocar<sr> el de {when}</sr>',
  'tokens.revokeAsk': '¿Revocarlo?',
  'tokens.revoked': 'Está revocado.',
  'tokens.revokeText':
    'Quien lo tenga ya no podrá vincular ninguna puerta de enlace con él. La que se vinculó con él sigue vinculada.',
  'tokens.make': 'Crear un token de vinculación',
  'tokens.makeText':
    'Para una puerta de enlace que se instala a distancia o con un script. En la puerta de enlace: <c>cloudlink link --token -</c>, y el token por la entrada estándar.',
  'tokens.made': 'El nuevo token',
  'tokens.once': 'Se muestra solo ahora. Quien lo tenga puede vincular una puerta de enlace a esta cuenta.',
  'tokens.copy': 'Copiar el token',
  'tokens.done': 'Ya lo he copiado',
  'tokens.register': 'Registrar la clave de una puerta de enlace',
  'tokens.registerText':
    'Para una puerta de enlace que tiene en sus manos: solo se vincula la que tiene esta clave. En la puerta de enlace: <c>cloudlink link --registered</c>.',
  'tokens.key': 'Huella de la clave de la puerta de enlace',
  'tokens.keyHelp':
    '43 caracteres, como los muestran la página de la puerta de enlace y <c>cloudlink status</c>. Los espacios entre los grupos no importan.',
  'tokens.keyNeeded': 'Introduzca la huella.',
  'tokens.keyWrong': 'Una huella tiene 43 letras, dígitos, - y _.',
  'tokens.registerDo': 'Registrar',
  'tokens.registered': 'La clave está registrada.',
};
