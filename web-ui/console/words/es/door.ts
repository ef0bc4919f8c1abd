/** Sign-in and invitation. */
export const door = {
  'signIn.title': 'Inicie sesión en la consola.',
  'signIn.lead': 'Para administradores de cuentas de socio y de cliente.',
  'signIn.lead.link':
    'Inicie sesión para ver la puerta de enlace que pide vincularse, y aprobarla o rechazarla.',
  'signIn.email': 'Dirección de correo electrónico',
  'signIn.password': 'Contraseña',
  'signIn.email.missing': 'Escriba su dirección de correo electrónico.',
  'signIn.password.missing': 'Escriba su contraseña.',
  'signIn.go': 'Iniciar sesión',
  'signIn.busy': 'Iniciando sesión…',
  'signIn.help':
    '¿Aún no tiene contraseña? Abra la invitación que le dio su administrador; solo sirve una vez.',
  'signIn.locked': 'Demasiados intentos. El inicio de sesión está bloqueado. Fin del bloqueo: {time}.',
  'signIn.lockedWhy':
    'El bloqueo termina por sí solo <age></age>. Impide que otras personas adivinen su contraseña.',
  'signIn.lockedRemedy':
    'Espere hasta entonces. Si los intentos no fueron suyos, avise a su administrador: cada bloqueo figura en el Historial de eventos.',
  'signIn.over': 'El bloqueo ha terminado. Inténtelo de nuevo.',
  caps: 'El bloqueo de mayúsculas está activado.',

  'invite.title': 'Le damos la bienvenida, {name}. Elija una contraseña.',
  'invite.lead': 'Pasa a ser administrador de {account}, ID de cuenta {number}.',
  'invite.reading': 'Consultando la invitación',
  'invite.cannot': 'Esta invitación no se puede usar.',
  'invite.none': 'Esta página necesita el enlace completo de una invitación.',
  'invite.noneWhy':
    'La parte del enlace que da acceso se quita de la dirección en cuanto se lee, para que no quede en ningún historial. Al recargar la página desaparece.',
  'invite.noneRemedy':
    'Abra de nuevo el enlace de la invitación. Funciona hasta que se haya elegido con él una contraseña.',
  'invite.toSignIn': 'Ir al inicio de sesión',
  'invite.email': 'Inicia sesión con',
  'invite.password': 'Contraseña nueva',
  'invite.rule':
    'Al menos {n, plural, one {# carácter} other {# caracteres}}; unas cuantas palabras son una buena elección. No hay reglas sobre cifras ni signos.',
  'invite.left': '{n, plural, one {Falta # carácter.} other {Faltan # caracteres.}}',
  'invite.enough': 'Longitud suficiente.',
  'invite.missing': 'Elija una contraseña.',
  'invite.short':
    'La contraseña es demasiado corta. Tiene {have, plural, one {# carácter} other {# caracteres}}; se necesitan {n}.',
  'invite.go': 'Elegir esta contraseña e iniciar sesión',
  'invite.busy': 'Guardando la contraseña…',
} as const;
