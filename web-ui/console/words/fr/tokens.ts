/** Claim tokens and registered keys (contract: Claiming). */
export const tokens = {
  'tokens.title': 'Jetons d’association',
  'tokens.what': 'jetons d’association',
  'tokens.reading': 'Lecture des jetons d’association',
  'tokens.open': 'Jetons d’association et clés enregistrées',
  'tokens.head':
    '{n, plural, =0 {Aucune passerelle n’est attendue.} one {Une passerelle peut s’associer elle-même à ce compte.} other {# passerelles peuvent s’associer elles-mêmes à ce compte.}}',
  'tokens.lead':
    'Une passerelle peut être associée sans personne sur place : par un jeton, ou par l’empreinte de sa clé. Chacun sert une fois, pendant 24 heures, et jamais pour une passerelle déjà associée auparavant.',
  'tokens.waiting': 'Pas encore utilisés',
  'tokens.none': 'Aucun n’attend d’être utilisé',
  'tokens.noneText': 'Créez un jeton ci-dessous, ou enregistrez l’empreinte d’une passerelle.',
  'tokens.token': 'Jeton d’association',
  'tokens.col.what': 'Quoi',
  'tokens.col.by': 'Créé par',
  'tokens.col.at': 'Créé',
  'tokens.col.ends': 'Expire',
  'tokens.revoke': 'Révoquer',
  'tokens.revokeOf': 'Révoquer<sr> celui de {when}</sr>',
  'tokens.revokeAsk': 'Le révoquer ?',
  'tokens.revoked': 'Il est révoqué.',
  'tokens.revokeText':
    'Celui qui le détient ne peut plus associer de passerelle. Une passerelle déjà associée ainsi le reste.',
  'tokens.make': 'Créer un jeton d’association',
  'tokens.makeText':
    'Pour une passerelle installée à distance ou par un script. Sur la passerelle : <c>cloudlink link --token -</c>, et le jeton sur l’entrée standard.',
  'tokens.made': 'Le nouveau jeton',
  'tokens.once':
    'Affiché seulement maintenant. Celui qui le détient peut associer une passerelle à ce compte.',
  'tokens.copy': 'Copier le jeton',
  'tokens.done': 'Je l’ai copié',
  'tokens.register': 'Enregistrer la clé d’une passerelle',
  'tokens.registerText':
    'Pour une passerelle que vous avez en main : seule celle qui a cette clé est associée. Sur la passerelle : <c>cloudlink link --registered</c>.',
  'tokens.key': 'Empreinte de la clé de la passerelle',
  'tokens.keyHelp':
    '43 caractères, tels que la page de la passerelle et <c>cloudlink status</c> les affichent. Les espaces entre les groupes ne comptent pas.',
  'tokens.keyNeeded': 'Saisissez l’empreinte.',
  'tokens.keyWrong': 'Une empreinte a 43 lettres, chiffres, - et _.',
  'tokens.registerDo': 'Enregistrer',
  'tokens.registered': 'La clé est enregistrée.',
};
