/** The tunnels: the table, proposals, addresses, the form, in Portuguese (of Brazil). */
import type { tunnels as en } from '../en/tunnels.ts';

export const tunnels: Readonly<Record<keyof typeof en, string>> = {
  'tunnels.title': 'Túneis',
  'tunnels.none': 'Ainda não há túneis.',
  'tunnels.allStopped': 'Todos os túneis estão parados.',
  'tunnels.started': '{up, number} de {n, plural, one {# túnel} other {# túneis}} em execução.',
  'tunnels.wait':
    '{n, plural, one {# destino aguarda confirmação.} other {# destinos aguardam confirmação.}}',
  'tunnels.lead':
    'Somente o que está nesta lista pode ser aberto pela nuvem, e somente enquanto estiver iniciado.',
  'tunnels.toConfirm': 'A confirmar',
  'tunnels.localOnly':
    'Os destinos são adicionados e confirmados somente na rede local, não em uma sessão remota.',
  'tunnels.tested': 'Cada túnel é testado de ponta a ponta a cada 30 s',
  'tunnels.empty': 'Nenhum túnel ainda',
  'tunnels.emptyText':
    'Um túnel permite que um administrador autorizado por você abra o PBX desta unidade pela nuvem. Ele aparece aqui assim que um PBX é conectado.',
  'tunnels.addPbx': 'Adicionar um PBX',

  'target.name': '{component} {tunnel}',
  'target.parts': '{component}: {tunnel}',
  'target.changed': '{target} mostra outro certificado',
  'target.changedText':
    'Ele foi renovado, ou outro responde em seu lugar. O túnel permanece fechado até que você compare e confirme.',
  'target.compare':
    'Compare o endereço, e a impressão digital com a que o próprio sistema mostra; depois confirme.',
  'target.address': 'Endereço',
  'target.before': 'Confirmado antes',
  'target.certificate': 'Certificado (SHA-256)',
  'target.confirm': 'Confirmar<sr> {target}</sr>',
  'target.confirmed': '{target}: destino confirmado.',
  'target.reach': 'O que pode ser acessado',
  'target.caption': 'Endereços dos destinos',
  'target.target': 'Destino',
  'target.notConfirmed': 'não confirmado',
  'target.plain': 'nenhum, HTTP sem criptografia',
  'target.removeColumn': 'Remover',
  'target.remove': 'Remover<sr> {target}</sr>',
  'target.removeAsk': 'Remover {target}?',
  'target.removeYes': 'Remover',
  'target.removeText':
    '<b>Sai:</b> a entrada, o túnel dela e as sessões abertas com ele. <b>Fica:</b> o próprio sistema e o registro de acesso.',

  'add.title': 'Adicionar um destino manualmente',
  'add.aside': 'Os conectores propõem os seus por conta própria',
  'add.component': 'Componente',
  'add.tunnel': 'Túnel',
  'add.protocol': 'Protocolo',
  'add.host': 'Endereço IP ou FQDN',
  'add.port': 'Porta',
  'add.description': 'Descrição',
  'add.componentNeeded': 'Digite o componente. Por exemplo, MiCollab.',
  'add.tunnelNeeded': 'Digite o que é aberto. Por exemplo, Administração.',
  'add.hostNeeded': 'Digite o endereço. É o desta rede.',
  'add.hostAlone': 'Digite somente o nome ou o endereço. O protocolo e a porta têm campos próprios.',
  'add.portNeeded': 'Falta a porta. Digite um número de 1 a {most, number}.',
  'add.portWrong': '{value} não é uma porta. Digite um número de 1 a {most, number}.',
  'add.componentHelp': 'O sistema, como MiCollab ou MSL.',
  'add.tunnelHelp': 'O que dele é aberto, como Administração.',
  'add.hostHelp': 'O endereço nesta rede, como 192.168.10.40 ou micollab.example.com.',
  'add.busy': 'Adicionando…',
  'add.do': 'Adicionar destino',
  'add.done': '{target}: destino adicionado. Confirme-o para iniciar o túnel.',
  'add.help':
    'Adicionar não inicia nada. O gateway examina primeiro o certificado e pede que você o confirme.',

  'tunnel.component': 'Componente',
  'tunnel.tunnel': 'Túnel',
  'tunnel.status': 'Status',
  'tunnel.control': 'Controle',
  'tunnel.description': 'Descrição',
  'tunnel.stopped': 'Parado',
  'tunnel.starting': 'Iniciando',
  'tunnel.failed': 'Com falha',
  'tunnel.tunnelIs':
    '{is, select, up {Túnel ativo} down {Túnel inativo} other {Estado do túnel desconhecido}}',
  'tunnel.targetIs':
    '{is, select, up {Destino ativo} down {Destino inativo} other {Estado do destino desconhecido}}',
  'tunnel.notChecked': 'ainda não verificado',
  'tunnel.proposed': 'Proposto, ainda não confirmado.',
  'tunnel.service': 'Chamado pela própria nuvem, sem navegador.',
  'tunnel.inUse': 'Em uso agora.',
  'tunnel.readsOnly': 'Somente leitura',
  'tunnel.start': 'Iniciar<sr> {target}</sr>',
  'tunnel.stop': 'Parar<sr> {target}</sr>',
  'tunnel.startAsk': 'Iniciar o túnel para {target}?',
  'tunnel.yes': 'Sim',
  'tunnel.no': 'Não',
  'tunnel.startText':
    'Os administradores da sua conta poderão então abri-lo pela nuvem. Você vê cada sessão aqui, pode encerrá-la imediatamente, e cada solicitação fica no registro de acesso.',
  'tunnel.startAll': 'Iniciar todos os túneis',
  'tunnel.stopAll': 'Parar todos os túneis',
  'tunnel.allStopped': 'Todos os túneis estão parados.',
  'tunnel.startAllAsk': '{n, plural, one {Iniciar # túnel?} other {Iniciar # túneis?}}',
};
