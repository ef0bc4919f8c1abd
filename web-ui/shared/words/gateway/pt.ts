/** What the gateway itself says, in Portuguese (of Brazil). */
import type { ServerTexts } from './texts.ts';

export const pt: ServerTexts = {
  errors: {
    UPDATE_NOT_HERE: [
      'Esta instalação não se atualiza sozinha.',
      'Instale a nova versão no anfitrião, como foi instalada da primeira vez.',
    ],
    UPDATE_NO_ROOT: [
      'Não há chaves de versões neste gateway, por isso não se pode confiar em nenhuma versão.',
      'Ponha o root.json do repositório de versões onde update.root indica e reinicie o gateway.',
    ],
    UPDATE_UNSIGNED: [
      'A lista de versões não está assinada com as chaves em que este gateway confia.',
      'Nada foi instalado. Verifique a que nuvem este gateway pergunta e avise quem faz as versões.',
    ],
    UPDATE_EXPIRED: [
      'A lista de versões expirou: ninguém a renovou a tempo, ou uma antiga é mostrada repetidamente.',
      'Verifique o relógio deste gateway. Se estiver certo, instale com um ficheiro de atualização ou pergunte a quem faz as versões.',
    ],
    UPDATE_ROLLED_BACK: [
      'A nuvem mostra uma lista de versões mais antiga do que a última vista.',
      'Nada foi instalado. Espere que a nuvem volte a estar em ordem e verifique a que nuvem este gateway pergunta.',
    ],
    UPDATE_NONE: ['Não há versão mais recente para este gateway.', 'Não há nada a fazer.'],
    UPDATE_UNKNOWN: [
      'Essa versão não existe para este gateway.',
      'Procure atualizações de novo e escolha uma das que são mostradas.',
    ],
    UPDATE_OLDER: [
      'Esta versão não é mais recente do que a que está a funcionar, ou é mais antiga do que o que ainda pode ser instalado.',
      'Escolha uma versão mais recente.',
    ],
    UPDATE_HARDWARE: [
      'Esta versão é feita para outro hardware.',
      'Use a versão feita para este tipo de gateway.',
    ],
    UPDATE_RUNNING: [
      'Já há uma atualização em curso.',
      'Espere que termine, ou cancele-a enquanto ainda não estiver a ser instalada.',
    ],
    UPDATE_NOT_RUNNING: [
      'Não há agora nenhuma atualização que possa ser adiada ou cancelada.',
      'Veja como está a atualização.',
    ],
    UPDATE_TAMPERED: [
      'A versão não é o que a sua descrição assinada diz: o comprimento ou o resumo é outro.',
      'Nada foi instalado e o ficheiro foi apagado. Tente de novo; se voltar a acontecer, verifique que proxy está no caminho.',
    ],
    UPDATE_DOWNLOAD: [
      'Não foi possível transferir a versão.',
      'O que chegou é guardado, e a próxima tentativa continua daí. Verifique o caminho até à nuvem.',
    ],
    UPDATE_NO_SPACE: [
      'Não há espaço suficiente no disco para esta atualização.',
      'Liberte espaço no volume de dados e tente de novo; nada foi alterado.',
    ],
    UPDATE_FILE_BAD: [
      'Isto não é um ficheiro de atualização, ou falta-lhe uma parte.',
      'Copie o ficheiro outra vez de onde foi feito e carregue-o de novo.',
    ],
    UPDATE_OFFSET: [
      'Este pedaço do ficheiro de atualização não segue o que já está aqui.',
      'Pergunte quanto está aqui e continue daí.',
    ],
    UPDATE_BAD_RELEASE: [
      'Não foi possível colocar a versão.',
      'A versão anterior continua a funcionar. Comunique esta versão a quem a faz.',
    ],
    UPDATE_NOT_STARTED: [
      'A nova versão não foi iniciada.',
      'A versão anterior continua a funcionar. Verifique se o serviço inicia o gateway pelo seu lançador.',
    ],
    UPDATE_CRASHED: [
      'A nova versão terminou repetidamente logo após o início.',
      'A versão anterior funciona de novo. Comunique esta versão, com o seu registo, a quem a faz.',
    ],
    UPDATE_HUNG: [
      'A nova versão foi iniciada e não respondeu a tempo.',
      'A versão anterior funciona de novo. Comunique esta versão, com o seu registo, a quem a faz.',
    ],
    UPDATE_WORSE: [
      'Com a nova versão deixou de funcionar algo que antes funcionava.',
      'A versão anterior funciona de novo. Veja o que foi e comunique-o a quem faz as versões.',
    ],
    SAFE_MODE: [
      'O gateway está em modo de segurança: só páginas, túneis e registros funcionam.',
      'Inicie tudo de novo na página de alarmes, ou espere: isso acontece sozinho.',
    ],
    ALARM_OVER: [
      'Este alarme não está mais ativo, ou nada pode ser feito com um clique.',
      'Consulte de novo a lista de alarmes.',
    ],
    CONSENT_DENIED: [
      'Alguém no local disse que não.',
      'Fale com o cliente e pergunte novamente quando ele concordar.',
    ],
    CONSENT_UNANSWERED: [
      'Ninguém no local respondeu ao pedido em 10 minutos.',
      'Telefone para o local e pergunte novamente.',
    ],
    CONSENT_ENDED: ['O pedido terminou antes de alguém no local responder.', 'Pergunte novamente.'],
    CONSENT_OFF: [
      'A política do cliente não deixa entrar ninguém.',
      'Um administrador no local pode alterá-la na página dos túneis.',
    ],
    CALL_NOT_ALLOWED: [
      'A política do cliente não permite esta chamada.',
      'Um administrador no local pode permiti-la na página dos túneis.',
    ],
    CONSENT_NEEDED: [
      'É preciso perguntar a alguém no local antes de ler os registros à distância.',
      'Na console, na página deste gateway, clique em «Coletar registros»: assim se pergunta.',
    ],
    CONSENT_OWN: ['Ninguém aprova a própria sessão.', 'Deixe outro administrador no local aprová-la.'],
    CONSENT_OVER: ['Este pedido já foi respondido ou terminou.', 'Veja a lista de sessões.'],
    SYNCHRONISERS_FULL: [
      'Há tantos sincronizadores quantos este gateway aceita.',
      'Elimine um que já não seja necessário.',
    ],
    SYNCHRONISER_LEAVING: ['Este sincronizador está a ser eliminado.', 'Anule primeiro a eliminação.'],
    SYNCHRONISER_AWAITED: [
      'As pessoas de outro sincronizador estão a passar para este.',
      'Espere pela próxima sincronização ou anule essa eliminação.',
    ],
    LINK_IS_GONE: [
      'A ligação ao PBX e os seus segredos já foram removidos.',
      'Guarde de novo a ligação ao PBX; as suas pessoas ficam então.',
    ],
    CONFIG_INVALID: ['A configuração não é válida.', 'Corrija a opção indicada e inicie novamente.'],
    BAD_INPUT: [
      'Algo na solicitação não está como deveria.',
      'Corrija o campo indicado e envie-a novamente.',
    ],
    NOT_FOUND: ['Não há nada aqui.', 'Verifique o endereço.'],
    NOT_SIGNED_IN: ['Você não entrou.', 'Entre e tente novamente.'],
    RATE_LIMITED: ['Houve tentativas demais.', 'Aguarde um minuto e tente novamente.'],
    DISK_FULL: [
      'O disco está cheio.',
      'Libere espaço no volume de dados; nada do que foi armazenado se perdeu.',
    ],
    STORE_NEWER: [
      'A pasta de dados foi gravada por uma versão mais recente deste programa.',
      'Instale aquela versão novamente ou comece com uma pasta de dados vazia.',
    ],
    STORE_CORRUPT: [
      'O banco de dados estava danificado e foi posto de lado.',
      'Restaure um backup ou vincule o gateway novamente; o arquivo danificado está ao lado do novo.',
    ],
    ADDRESS_UNUSABLE: [
      'O gateway não consegue escutar onde foi indicado.',
      'Encerre o programa que ocupa a porta ou defina outra (http.port, http.httpsPort, http.host).',
    ],
    NOT_ALLOWED: ['Isto não é permitido aqui.', 'Fale com um administrador deste gateway.'],
    NOT_OVER_TUNNEL: [
      'Isto não pode ser alterado em uma sessão remota.',
      'Faça isso na rede local, na página do próprio gateway.',
    ],
    NOT_OVER_HTTP: ['Segredos não são aceitos por HTTP sem criptografia.', 'Abra a página com https://.'],
    NOT_A_PERSON: [
      'Só uma pessoa que entrou com senha pode fazer isto.',
      'Na linha de comandos, use cloudlink people.',
    ],
    SUPPORT_UNKNOWN: [
      'Esse pacote de suporte não existe neste gateway.',
      'Carregue de novo a lista de pacotes; os antigos são excluídos automaticamente.',
    ],
    SUPPORT_SLOW: [
      'A leitura demorou demais.',
      'Crie outro pacote mais tarde; as outras partes estão neste.',
    ],
    BACKUP_WRONG_KEY: [
      'A frase secreta ou a chave não abre esta cópia de segurança.',
      'Verifique o que escreveu, ou use outra cópia: o início do ficheiro pode estar danificado. Nada foi alterado.',
    ],
    BACKUP_DAMAGED: [
      'A cópia de segurança está danificada ou incompleta.',
      'Copie de novo o ficheiro de onde está guardado, ou use outra cópia de segurança. Nada foi alterado.',
    ],
    BACKUP_FOREIGN: [
      'Este ficheiro não é uma cópia de segurança de um gateway.',
      'Escolha um ficheiro cujo nome termine em .cloudlink-backup. Nada foi alterado.',
    ],
    BACKUP_NEWER: [
      'A cópia de segurança foi feita por uma versão mais recente deste programa.',
      'Atualize primeiro este gateway e depois restaure. Nada foi alterado.',
    ],
    BACKUP_NO_SPACE: [
      'Não há espaço suficiente no disco.',
      'Liberte espaço no volume de dados e tente de novo. Nada foi alterado.',
    ],
    BACKUP_FOLDER: [
      'A pasta das cópias de segurança não existe ou não pode ser escrita.',
      'Ligue o disco, ou escolha outra pasta.',
    ],
    BACKUP_RECIPIENT: [
      'Isto não é uma chave pública no formato age.',
      'Indique a linha que começa por age1, como age-keygen a mostra.',
    ],
    BACKUP_NO_KEY: [
      'Uma cópia de segurança precisa de uma frase secreta de pelo menos 12 caracteres, ou de uma chave pública.',
      'Escolha uma; volta a abrir a cópia, e este gateway não a poderá dizer mais tarde.',
    ],
    BACKUP_RUNNING: ['Já está em curso uma cópia de segurança ou um restauro.', 'Espere que termine.'],
    BACKUP_FAILED: [
      'O programa de cópias de segurança terminou antes do fim.',
      'Tente de novo; se voltar a acontecer, recolha os registos.',
    ],
    BACKUP_DAEMON_RUNS: [
      'O gateway está em funcionamento, e entretanto os seus dados não podem ser substituídos.',
      'Pare o gateway, ou restaure na sua página.',
    ],
    RESET_ORDER_INVALID: [
      'A ordem de reposição não está assinada para este gateway.',
      'Nada foi apagado. Dê a ordem de novo na página do gateway na consola.',
    ],
    RESET_CANCELLED: [
      'Alguém junto do gateway cancelou a reposição.',
      'Nada foi apagado. Fale com as pessoas no local antes de a ordenar de novo.',
    ],
    RESET_NOT_ANNOUNCED: [
      'Não está anunciada nenhuma reposição.',
      'Carregue a página de novo para ver o estado.',
    ],
    SUPPORT_NEEDS_DAEMON: ['Só o gateway em execução sabe isso.', 'Inicie o gateway e crie outro pacote.'],
    PERSON_UNKNOWN: ['Essa pessoa não existe neste gateway.', 'Carregue de novo a lista de pessoas.'],
    PERSON_EXISTS: [
      'Alguém neste gateway já tem esse nome.',
      'Escolha outro nome; maiúsculas e minúsculas contam como iguais.',
    ],
    LAST_ADMIN: [
      'Este é o último administrador deste gateway.',
      'Torne primeiro outra pessoa administradora.',
    ],
    HOST_NOT_KNOWN: [
      'Este gateway não é conhecido por esse nome.',
      'Abra a página pelo nome ou endereço do gateway.',
    ],
    CHANGED_MEANWHILE: [
      'Outra pessoa alterou isto depois que a sua página o leu. Nada foi sobrescrito.',
      'Veja o que está lá agora e escolha o que deve valer.',
    ],
    CLOUD_UNREACHABLE: [
      'Não é possível acessar a nuvem.',
      'Verifique o caminho até a Internet, o servidor de nomes e o proxy; o gateway continua tentando.',
    ],
    CLOUD_REFUSED: [
      'A nuvem recusou a solicitação.',
      'Leia o motivo; se o gateway foi desvinculado, vincule-o novamente.',
    ],
    CLOUD_ANSWER_BAD: [
      'A nuvem deu uma resposta que não está no contrato.',
      'Verifique se o endereço da nuvem está correto e se nenhum proxy altera a resposta.',
    ],
    CLOUD_TLS: [
      'O certificado da nuvem não é confiável.',
      'Se um proxy inspeciona TLS aqui, adicione a autoridade certificadora dele; caso contrário, verifique o endereço da nuvem e o relógio.',
    ],
    PROXY_AUTH: [
      'O proxy HTTP pede um usuário e uma senha.',
      'Digite as credenciais do proxy na página da rede.',
    ],
    PROXY_UNREACHABLE: ['Não é possível acessar o proxy HTTP.', 'Verifique o endereço e a porta do proxy.'],
    WEBSOCKET_BLOCKED: [
      'Os WebSockets não chegam à nuvem.',
      'Permita a atualização para WebSocket no proxy ou firewall; até lá, os comandos chegam por long polling.',
    ],
    NOT_LINKED: [
      'Este gateway não está vinculado a uma conta.',
      'Vincule-o primeiro: abra a página dele ou execute cloudlink link.',
    ],
    ALREADY_LINKED: [
      'Este gateway já está vinculado a uma conta.',
      'Desvincule-o primeiro se ele deve passar para outra conta.',
    ],
    LINK_EXPIRED: ['A solicitação de vinculação expirou.', 'Obtenha um novo código.'],
    LINK_DENIED: [
      'A solicitação de vinculação foi recusada na nuvem.',
      'Obtenha um novo código se isso foi um engano.',
    ],
    SETUP_CODE_ATTEMPTS: [
      'O código de instalação estava incorreto cinco vezes; a tentativa terminou.',
      'Leia o código na etiqueta ou com cloudlink setup-code e comece novamente.',
    ],
    SETUP_CODE_WRONG: [
      'O código de instalação não está correto.',
      'Leia-o na etiqueta, no console ou com cloudlink setup-code.',
    ],
    SETUP_CODE_USED: [
      'O código de instalação já foi usado.',
      'Se ele criou um administrador, entre como esse; se ele vinculou este gateway, abra estas páginas pela nuvem, ou execute cloudlink people add no gateway.',
    ],
    ACCOUNT_DEACTIVATED: [
      'A conta está desativada.',
      'Peça ao seu parceiro que a reative; depois o gateway retoma por conta própria.',
    ],
    CLOCK_WRONG: [
      'O relógio deste gateway está errado.',
      'Verifique o servidor de horário; até lá, os certificados não podem ser verificados.',
    ],
    KEY_UNREADABLE: [
      'Não é possível ler a chave do dispositivo.',
      'Verifique a pasta de dados; sem sua chave, o gateway precisa ser vinculado novamente.',
    ],
    MDNS_FAILED: [
      'Não é possível divulgar o nome do gateway na rede.',
      'Abra as páginas pelo endereço. Verifique se nenhum outro programa reserva para si a porta UDP 5353 e se o firewall deste host a deixa passar.',
    ],
    COMMAND_UNKNOWN: ['Esta versão do gateway não conhece esse comando.', 'Atualize o gateway.'],
    COMMAND_UNSUPPORTED: [
      'Este gateway não pode executar esse comando.',
      'Faça isso no host do gateway ou atualize o gateway para uma versão que possa.',
    ],
    SETTING_LOCAL: [
      'Esta configuração só pode ser alterada na unidade do gateway.',
      'Altere-a na página do próprio gateway ou no arquivo de configuração dele.',
    ],
    COMMAND_EXPIRED: ['O comando chegou fora do prazo.', 'Envie-o novamente se ainda for necessário.'],
    COMMAND_BAD: [
      'Os argumentos do comando não são válidos.',
      'Envie-o novamente com os argumentos corretos.',
    ],
    COMMAND_INTERRUPTED: [
      'Faltou energia enquanto o comando era executado; não se sabe se ele se concretizou.',
      'Examine o gateway e envie o comando novamente se necessário.',
    ],
    REBOOT_SMBC: [
      'Este gateway faz parte do SMB Controller e não o reinicia: as chamadas seriam cortadas.',
      'Em vez disso, reinicie o programa do gateway, ou o SMB Controller nas páginas dele.',
    ],
    REBOOT_CONTAINER: [
      'Este gateway funciona em um contêiner, que não tem máquina própria para reiniciar.',
      'Em vez disso, reinicie o programa do gateway, ou o host em que o contêiner funciona.',
    ],
    HELPER_UNAVAILABLE: [
      'O auxiliar com privilégios não está instalado aqui.',
      'Instale as unidades do systemd ou faça isso no host.',
    ],
    HELPER_REFUSED: ['O auxiliar com privilégios recusou.', 'Leia o motivo; este host não permite isso.'],
    NETWORK_KIND: [
      'A plataforma em que este gateway funciona define a própria rede.',
      'Altere os endereços e os servidores de hora na administração dessa plataforma.',
    ],
    NETWORK_NO_NETWORKD: [
      'O systemd-networkd não está em execução neste host.',
      'Altere os endereços e os servidores de hora com as ferramentas deste host ou deixe o systemd-networkd gerenciar as portas.',
    ],
    NETWORK_TRIAL_RUNNING: [
      'Já há configurações de rede em teste.',
      'Mantenha-as ou desfaça-as primeiro; o teste termina sozinho depois de dois minutos.',
    ],
    NETWORK_NO_TRIAL: [
      'Não há configurações de rede em teste.',
      'Aplique-as de novo; um teste termina sozinho depois de dois minutos.',
    ],
    NETWORK_NOT_IN_FORCE: [
      'As novas configurações ainda não estão em vigor.',
      'Abra a página no novo endereço e tente de novo.',
    ],
    NETWORK_ADDRESS_TAKEN: [
      'Outro dispositivo desta rede tem esse endereço.',
      'Escolha outro endereço ou dê um endereço diferente ao outro dispositivo.',
    ],
    KEEP_CODE_WRONG: [
      'Este link não mantém mais configurações de rede.',
      'Entre e mantenha-as lá, enquanto estão em teste.',
    ],
    PBX_UNREACHABLE: [
      'Não é possível acessar o PBX ou o diretório.',
      'Verifique o endereço e a porta, e se ele está em execução.',
    ],
    PBX_CREDENTIALS: [
      'O PBX ou o diretório recusou o nome de usuário ou a senha.',
      'Digite as credenciais corretas e teste novamente.',
    ],
    PBX_PERMISSION: [
      'O PBX ou o diretório não permite que este usuário leia o que é necessário.',
      'Dê ao usuário o direito de leitura e teste novamente.',
    ],
    PBX_ANSWER_BAD: [
      'O PBX ou o diretório deu uma resposta sem sentido.',
      'Verifique se o tipo e a porta estão corretos.',
    ],
    PBX_TLS: [
      'O certificado do PBX ou do diretório não é confiável.',
      'Adicione a autoridade certificadora dele ou corrija o nome.',
    ],
    PBX_PRODUCT: [
      'Este produto não é o que foi escolhido.',
      'Verifique o endereço e se a interface dele para o CloudLink está ativada.',
    ],
    PBX_VERSION: [
      'O PBX é antigo demais para este gateway.',
      'Atualize o PBX ou importe os usuários dele por um arquivo.',
    ],
    PBX_CLOCK: [
      'O relógio do PBX difere do relógio do gateway.',
      'Configure o mesmo servidor de horário nos dois.',
    ],
    MICOLLAB_NOT_LAN: [
      'O nome do MiCollab não leva ao endereço de LAN dele.',
      'Digite um nome que o servidor de nomes da LAN resolva para o endereço de LAN do MiCollab, ou o próprio endereço.',
    ],
    SOURCE_INCOMPLETE: [
      'Não foi possível ler a origem até o fim; ninguém foi removido.',
      'Leia o motivo; o próximo ciclo tenta novamente.',
    ],
    IMPORT_UNKNOWN: [
      'Este arquivo enviado não existe.',
      'Veja a lista de importações; os envios são excluídos após uma semana.',
    ],
    IMPORT_TOO_LARGE: ['O arquivo é maior que 256 MiB.', 'Divida-o ou retire o que não for necessário.'],
    IMPORT_TOO_MANY: ['Já existem 20 arquivos enviados.', 'Exclua um que não seja mais necessário.'],
    IMPORT_TAKEN: [
      'Este arquivo já foi incorporado.',
      'Altere o sincronizador dele ou envie o arquivo novamente.',
    ],
    IMPORT_UNREADABLE: [
      'O arquivo não pode ser incorporado da forma como é lido agora.',
      'Escolha como ele deve ser lido ou corrija o arquivo.',
    ],
    IMPORT_ERRORS: ['O arquivo tem linhas com erro.', 'Corrija-as ou incorpore as outras sem elas.'],
    IMPORT_OTHER_TYPE: [
      'Este sincronizador não lê arquivos deste tipo.',
      'Escolha outro sincronizador ou crie um novo com o arquivo.',
    ],
    IMPORT_ROW_UNKNOWN: ['O arquivo não tem essa linha.', 'Veja as linhas dele de novo.'],
    IMPORT_COLUMN: ['O arquivo não tem essa coluna.', 'Use os nomes que estão acima das linhas.'],
    IMPORT_EDITS: [
      'Mil linhas deste arquivo já foram corrigidas aqui.',
      'Corrija as outras no arquivo e envie-o de novo.',
    ],
    IMPORT_READER: [
      'A leitura do arquivo terminou inesperadamente.',
      'Tente novamente; se acontecer de novo, colete os logs e informe a hora desta mensagem.',
    ],
    SOURCE_FILE: [
      'O arquivo não pode ser lido como está.',
      'Corrija a linha ou coluna indicada e tente novamente.',
    ],
    SCIM_UNREACHABLE: [
      'Não é possível acessar o diretório de usuários da nuvem.',
      'Nada se perde; o próximo ciclo tenta novamente.',
    ],
    SCIM_AUTH: [
      'O diretório de usuários da nuvem recusou o token.',
      'Digite o token criado por último; criar um novo invalida o anterior.',
    ],
    SCIM_ANSWER_BAD: [
      'O diretório de usuários da nuvem deu uma resposta que não é SCIM.',
      'Verifique o endereço; ele deve ser a URL base do SCIM.',
    ],
    SCIM_TLS: [
      'O certificado do diretório de usuários não é confiável.',
      'Adicione a autoridade certificadora dele ou corrija o endereço.',
    ],
    SCIM_REFUSED: [
      'O diretório de usuários da nuvem recusou esta pessoa.',
      'Leia o motivo e corrija a pessoa na origem.',
    ],
    REMOTE_CONFLICT: [
      'Já existe na nuvem alguém com esse nome, e não vem desta origem.',
      'Exclua ou renomeie esse usuário na nuvem, ou altere a pessoa na origem.',
    ],
    REMOTE_DELETED: [
      'O usuário não está mais na nuvem, e este gateway não o excluiu.',
      'Escolha: criar o usuário novamente ou deixar assim.',
    ],
    NOT_CONVERGED: [
      'O diretório de usuários da nuvem não manteve o que foi enviado.',
      'Examine os campos indicados na nuvem; o próximo ciclo tenta novamente.',
    ],
    SYNC_NO_SOURCE: [
      'Não há nada de onde ler usuários.',
      'Salve um vínculo com um PBX, adicione um sincronizador ou envie um arquivo de usuários e assuma-o; depois sincronize de novo.',
    ],
    SYNC_LOCKED: [
      'Outra sincronização está usando esta pasta de estado.',
      'Aguarde até que ela termine ou use outra pasta.',
    ],
    SYNC_ENDLESS: [
      'As mesmas linhas dos sincronizadores foram processadas repetidamente, sem fim.',
      'Nada foi enviado. Reúna os registros e informe a hora desta mensagem; se um sincronizador foi adicionado por último, exclua-o enquanto isso.',
    ],
    SYNC_ABORTED: [
      'A sincronização foi interrompida antes do fim.',
      'Inicie-a novamente; ela continua de onde parou.',
    ],
    SYNC_FAILED: ['A sincronização falhou.', 'Leia o motivo; o próximo ciclo continua de onde este parou.'],
    SYNC_WORKER: [
      'A sincronização terminou inesperadamente.',
      'Inicie-a novamente; se acontecer de novo, colete os registros e informe o horário desta mensagem.',
    ],
    PLAN_STALE: ['O plano mudou desde que foi exibido.', 'Examine o novo plano e confirme-o.'],
    TARGET_UNKNOWN: ['Não existe esse destino neste gateway.', 'Consulte a lista de túneis.'],
    TARGET_UNREACHABLE: [
      'O destino não responde ao gateway.',
      'Verifique se o servidor web dele está em execução.',
    ],
    TARGET_CERTIFICATE: [
      'O certificado do destino não é o que foi confirmado.',
      'Examine a nova impressão digital e, se estiver correta, confirme-a na página do gateway.',
    ],
    TUNNEL_STOPPED: ['O túnel não está iniciado.', 'Inicie primeiro o túnel na página do gateway.'],
    TARGET_NOT_CONFIRMED: [
      'Ninguém confirmou este destino ainda.',
      'Examine o endereço e o certificado dele na página do gateway e, se estiverem corretos, confirme-os.',
    ],
    TARGET_BUILT_IN: [
      'Este destino faz parte do gateway e não pode ser removido.',
      'Pare o túnel dele se ele não deve ser acessível.',
    ],
    BROKER_REFUSED: [
      'A nuvem não aceita este túnel.',
      'Verifique na nuvem se o gateway está vinculado; o gateway tenta novamente por conta própria.',
    ],
    ACCESS_LOG_FAILED: [
      'A solicitação não pôde ser gravada no registro de acesso, por isso não foi admitida.',
      'Libere espaço no volume de dados do gateway, ou consulte o registro dele, e tente novamente.',
    ],
    SESSION_UNKNOWN: ['Essa sessão não existe ou já terminou.', 'Pressione “Abrir” novamente.'],
    CLAIM_TOKEN_WRONG: [
      'A nuvem não aceita este token de vínculo ou não conhece a impressão digital deste gateway.',
      'Crie um novo token de vínculo no console; ele vale um dia e para um gateway.',
    ],
    CLAIM_NEEDS_PRESENCE: [
      'Este gateway já foi vinculado; para vinculá-lo de novo, alguém precisa estar diante dele.',
      'Inicie o vínculo sem token e digite na nuvem o código de instalação.',
    ],
    KEY_REFUSED: [
      'A nuvem não aceita a próxima chave do dispositivo; a que está em uso permanece.',
      'Inicie de novo a troca da chave.',
    ],
    SYNC_STORE_CORRUPT: [
      'O banco de dados da sincronização de usuários estava danificado e foi posto de lado.',
      'Inicie uma sincronização manualmente: ela compara tudo de novo, e isso aprova o seu plano. Verifique o disco; o arquivo danificado está ao lado do novo.',
    ],
    INTERNAL: [
      'Algo deu errado dentro do programa.',
      'Tente novamente; se acontecer de novo, colete os registros e informe o horário desta mensagem.',
    ],
  },
  reasons: {
    EMAIL_NOT_UPN: 'O endereço de e-mail do sistema telefônico não é o do diretório nem o nome UPN dele.',
    OVERWRITTEN: 'Alguém alterou este usuário na nuvem; os valores da origem foram gravados novamente.',
    LOGIN_TOO_SHORT: 'O nome de início de sessão tem menos de dois caracteres.',
    LOGIN_TOO_LONG: 'O nome de início de sessão tem mais de 21 caracteres.',
    LOGIN_CHAR: 'O nome de início de sessão contém um caráter que não é permitido.',
    NEEDS_MANUAL_SERVICE_REMOVAL:
      'Um serviço não pode ser removido deixando o seu campo em branco; o valor fica até que o serviço seja removido manualmente.',
    DEFERRED: 'Todas as operações deste sincronizador esperam por uma pessoa.',
    DUP_ID: 'A identidade aparece mais de uma vez na origem.',
    BAD_CHAR: 'Um caractere não é permitido.',
    NAME_MISSING: 'Não há nome de exibição, nome nem sobrenome.',
    USERNAME_MISSING: 'Não é possível formar um nome de usuário a partir desta linha.',
    BAD_EMAIL: 'O endereço de e-mail não é válido.',
    NOT_E164: 'O número não está no formato internacional (+ e até 15 algarismos).',
    NO_EMAIL: 'Não há endereço de e-mail.',
    IGNORED_FIELD: 'O valor do diretório não é adotado para um usuário existente.',
    ROW_UNREADABLE: 'Não foi possível ler um número desta pessoa.',
    LASTNAME_MISSING: 'Não há nome nem sobrenome.',
    MULTI_DEVICE_NO_GROUP:
      'Vários números do mesmo tipo têm este nome, e nenhum grupo diz quais pertencem à mesma pessoa.',
    NAME_COLLISION: 'Há números com o mesmo nome e endereços de e-mail diferentes.',
    IN_TWO_GROUPS: 'Um número está em dois grupos.',
    PILOT_MISSING: 'O piloto do grupo não está entre os números.',
    SPLIT: 'Um dos números desta pessoa tem agora outro nome.',
    MERGE: 'Duas pessoas que já existem se tornariam uma só.',
    NEAR_MATCH: 'Outro número tem o mesmo nome, exceto por maiúsculas, espaços ou acentos.',
    BOTH_SOFTPHONES: 'Há um softphone MiNet e um terminal UC.',
    MEMBER_MISSING: 'O grupo menciona um número que o PBX não tem.',
    NUMBER_KEPT: 'Um número que o PBX não tem mais é mantido, porque algo ainda se refere a ele.',
    DUP_LOGIN: 'O nome de início de sessão pertence a mais de uma pessoa.',
    DUP_USERNAME: 'O nome de usuário pertence a mais de uma pessoa.',
    DUP_EMAIL: 'O endereço de e-mail pertence a mais de uma pessoa.',
    DUP_EXTENSION: 'O ramal pertence a mais de uma pessoa.',
    DUP_PHONE: 'O número de telefone pertence a mais de uma pessoa.',
    DUP_MOBILE: 'O número de celular pertence a mais de uma pessoa.',
    REUSED_KEY:
      'Uma pessoa que saiu da origem ainda tem este nome de usuário ou endereço de e-mail no sistema remoto.',
    REMOTE_DELETED: 'O usuário foi excluído no sistema remoto (sem conta).',
    REMOTE_CONFLICT: 'O nome de usuário pertence a outra pessoa no sistema remoto.',
    REFUSED: 'O sistema remoto recusou este usuário.',
    RETRY: 'A última tentativa falhou; haverá uma nova tentativa.',
    NOT_CONVERGED: 'O sistema remoto mantém valores diferentes dos que foram enviados.',
    SWAP: 'Pessoas trocam entre si um valor que o sistema remoto aceita somente uma vez.',
    GAVE_UP: 'Falhou durante 28 dias; aguarda uma alteração.',
    GUARD: 'Pessoas demais seriam removidas de uma vez.',
    SOURCE_INCOMPLETE: 'Não foi possível ler a origem até o fim; ninguém é removido.',
    ADOPTED: 'A conta já existia antes; ela não é removida sem uma confirmação.',
  },
  texts: {
    'The disk was full, so the room that was kept for that is in use; what can wait does not write.':
      'O disco estava cheio, por isso o espaço guardado para isso está em uso; o que pode esperar não grava.',
    'The program ended by itself several times in a row, so only pages, tunnels and logs work now; users stay as they are.':
      'O programa terminou sozinho várias vezes seguidas, por isso só páginas, túneis e registros funcionam agora; os usuários ficam como estão.',
    'A sync has begun.': 'Uma sincronização começou.',
    'An update was not installed': 'Uma atualização não foi instalada',
    'Detained users': 'Usuários retidos',
    'Every tunnel that was started works.': 'Todos os túneis iniciados funcionam.',
    'Free space on the data volume, or make it larger; the reserve is then laid down again.':
      'Libere espaço no volume de dados ou aumente-o; a reserva é então refeita.',
    'Held removals of users': 'Remoções de usuários em espera',
    'If it happens again within days, collect the logs.':
      'Se acontecer de novo nos próximos dias, colete os registros.',
    'It connects again now.': 'A conexão é refeita agora.',
    'It was looked at again.': 'Foi verificado de novo.',
    'Look at each on the page of detained users; it says what is wrong and what helps.':
      'Veja cada um na página de usuários retidos; ela diz o que está errado e o que ajuda.',
    'Look at its reason on the page of the tunnels. The gateway keeps trying, and this alarm clears by itself.':
      'Leia o motivo na página dos túneis. O gateway continua tentando, e este alarme se resolve sozinho.',
    'Look at the plan on the page of user sync. Confirm it if so many were meant to go; otherwise put the PBX in order.':
      'Veja o plano na página de sincronização. Confirme-o se tantos deviam sair; caso contrário, ponha o PBX em ordem.',
    'Make a backup on the page of backups, and look why the last one was not made.':
      'Faça um backup na página de backups e veja por que o último não foi feito.',
    'Make a support bundle, so that the reason can be found. Everything starts again by itself after a while, or now with the button.':
      'Crie um pacote de suporte para que o motivo possa ser encontrado. Tudo volta a iniciar sozinho depois de um tempo, ou agora com o botão.',
    'The licence number is missing. Enter it, or choose unlicensed.':
      'Falta o número da licença. Informe-o ou escolha “sem licença”.',
    'This is no licence number. It has letters, digits, dots and hyphens, and no spaces.':
      'Isto não é um número de licença. Ele tem letras, algarismos, pontos e hifens, sem espaços.',
    'What is unlicensed has no licence number. Leave it empty, or choose another type.':
      'O que não tem licença não tem número de licença. Deixe-o vazio ou escolha outro tipo.',
    'What is unlicensed does not end. Leave the day empty, or choose another type.':
      'O que não tem licença não vence. Deixe o dia vazio ou escolha outro tipo.',
    'There is no such day. Enter one like 2027-03-31.': 'Esse dia não existe. Informe um como 2027-03-31.',
    'No SIP trace is in it: this gateway records none.':
      'Ele não contém nenhum rastreamento SIP: este gateway não registra nenhum.',
    'No licence with an end is known.': 'Nenhuma licença com vencimento é conhecida.',
    'No sync waits for a confirmation.': 'Nenhuma sincronização espera confirmação.',
    'Nobody is detained.': 'Ninguém está retido.',
    'Old records and all support bundles but the newest are removed.':
      'Os registros antigos e todos os pacotes de suporte, exceto o mais novo, foram removidos.',
    'Read the reason on the page of updates. The version before it runs.':
      'Leia o motivo na página de atualizações. A versão anterior está em execução.',
    'Renew it with your partner; the next inventory reads the new date.':
      'Renove-a com o seu parceiro; o próximo inventário lê a nova data.',
    'Software assurance': 'Garantia de software',
    'The cloud is reached only since a moment ago.': 'A nuvem só é alcançada há um instante.',
    'The gateway runs in safe mode': 'O gateway está em modo de segurança',
    'The gateway started again to free memory': 'O gateway reiniciou para liberar memória',
    'The last backup is old': 'O último backup está antigo',
    'The last sync came to its end.': 'A última sincronização chegou ao fim.',
    'The licence was read again and reported.': 'A licença foi lida de novo e informada.',
    'The program restarts now, with everything.': 'O programa reinicia agora, com tudo.',
    'The program restarts now.': 'O programa reinicia agora.',
    'The reserve on the disk is spent': 'A reserva do disco foi gasta',
    'The tunnels are opened again now.': 'Os túneis são abertos de novo agora.',
    'This gateway is not linked, and opens none.': 'Este gateway não está vinculado e não abre nenhum.',
    Tunnels: 'Túneis',
    'Users were not synchronised yet.': 'Os usuários ainda não foram sincronizados.',
    'Correct it at the source; the next sync takes it over. Or set another value here (Modify).':
      'Corrija na origem; a próxima sincronização aproveita a correção. Ou defina aqui outro valor (Modificar).',
    'Nothing is held back. Correct it at the source when you can.':
      'Nada é retido. Corrija na origem quando puder.',
    'Put the numbers into one group on the PBX, or give them names that differ; the next sync takes it over.':
      'Reúna os números em um grupo no PBX ou dê a eles nomes diferentes; a próxima sincronização aproveita a mudança.',
    'Give one of them another value at the source, or modify or ignore this row.':
      'Dê a uma das pessoas outro valor na origem, ou modifique ou ignore esta linha.',
    'Create the user again, or leave this person without an account.':
      'Crie o usuário novamente ou deixe esta pessoa sem conta.',
    'Look at this user in the cloud, then apply, modify or ignore this row.':
      'Veja este usuário na nuvem e depois aplique, modifique ou ignore esta linha.',
    'It is tried again by itself. Apply tries it now.':
      'Uma nova tentativa é feita sozinha. Aplicar tenta agora.',
    'Look at what would happen, then apply or cancel it.':
      'Veja o que aconteceria e depois aplique ou cancele.',
    'Make the source readable to its end; the next sync goes on by itself.':
      'Faça com que a origem possa ser lida até o fim; a próxima sincronização continua sozinha.',
    'Duplicate address': 'Endereço duplicado',
    'Known once a port has an IPv4 address.': 'Será conhecido quando uma porta tiver um endereço IPv4.',
    'Asking for it takes the privileged helper and arping.':
      'Perguntar por ele requer o auxiliar com privilégios e o arping.',
    'Give the other device another address, or this gateway one under Appliance Ethernet Configuration; two devices with one address lose each other’s packets.':
      'Dê outro endereço ao outro dispositivo, ou a este gateway em Configuração Ethernet do appliance; dois dispositivos com um mesmo endereço perdem os pacotes um do outro.',
    'Enter the IP address. It is needed.': 'Digite o endereço IP. É necessário.',
    'This is an IPv6 address. Enter an IPv4 address, like 192.168.1.50.':
      'Este é um endereço IPv6. Digite um endereço IPv4, como 192.168.1.50.',
    'This is not an IPv4 address. Enter four numbers from 0 to 255 with dots between, like 192.168.1.50.':
      'Não é um endereço IPv4. Digite quatro números de 0 a 255 separados por pontos, como 192.168.1.50.',
    'No device can have this address. Enter one of your network; 0.…, 127.…, 169.254.… and everything from 224.… on have other uses.':
      'Nenhum dispositivo pode ter este endereço. Digite um da sua rede; 0.…, 127.…, 169.254.… e tudo a partir de 224.… têm outros usos.',
    'This is the address of the network itself. Enter one that is inside it.':
      'Este é o endereço da própria rede. Digite um que esteja dentro dela.',
    'This is the broadcast address of the network. Enter one that is inside it.':
      'Este é o endereço de broadcast da rede. Digite um que esteja dentro dela.',
    'Enter the subnet mask. It is needed.': 'Digite a máscara de sub-rede. É necessária.',
    'This is not a subnet mask. Enter one like 255.255.255.0, or its length like /24.':
      'Não é uma máscara de sub-rede. Digite uma como 255.255.255.0, ou o comprimento dela como /24.',
    'No network has this subnet mask. Enter one from /8 to /31.':
      'Nenhuma rede tem esta máscara de sub-rede. Digite uma de /8 a /31.',
    'The default gateway is not in the network of the IP address. Correct one of them, or the subnet mask.':
      'O gateway padrão não está na rede do endereço IP. Corrija um deles, ou a máscara de sub-rede.',
    'The default gateway has the IP address of this gateway. Enter the address of your router.':
      'O gateway padrão tem o endereço IP deste gateway. Digite o endereço do seu roteador.',
    'This is the address of the network itself, not of a router. Enter the address of your router.':
      'Este é o endereço da própria rede, não de um roteador. Digite o endereço do seu roteador.',
    'This is the broadcast address of the network, not of a router. Enter the address of your router.':
      'Este é o endereço de broadcast da rede, não de um roteador. Digite o endereço do seu roteador.',
    'These are too many DNS servers. Enter four at the most.':
      'São servidores DNS demais. Digite quatro no máximo.',
    'One of these is no host name and no IP address. Enter names like time.example.com, with commas between.':
      'Um deles não é nome de host nem endereço IP. Digite nomes como time.example.com, separados por vírgulas.',
    'These are too many time servers. Enter four at the most.':
      'São servidores de hora demais. Digite quatro no máximo.',
    'This is no host name and no IP address. Enter one without http:// and without a port.':
      'Não é nome de host nem endereço IP. Digite-o sem http:// e sem porta.',
    'This is not a port. Enter a whole number from 1 to 65535.':
      'Não é uma porta. Digite um número inteiro de 1 a 65535.',
    'A colon cannot be part of the user name. Enter the user name alone.':
      'O nome de usuário não pode conter dois-pontos. Digite só o nome.',
    'A password without a user is of no use. Enter the user too, or leave both empty.':
      'Uma senha sem usuário não serve. Digite também o usuário ou deixe ambos vazios.',
    'One of these is no host, domain or address. Enter hosts like pbx.example.com, domains like .example.com, or addresses.':
      'Um deles não é host, domínio nem endereço. Digite hosts como pbx.example.com, domínios como .example.com ou endereços.',
    'These are too many hosts. Enter 100 at the most.': 'São hosts demais. Digite 100 no máximo.',
    'There is no certificate in this text. Paste a PEM file: it begins with -----BEGIN CERTIFICATE-----.':
      'Não há nenhum certificado neste texto. Cole um arquivo PEM: ele começa com -----BEGIN CERTIFICATE-----.',
    'This text holds a private key, and was not stored. Give the certificate alone; the key belongs on the computer of the authority.':
      'Este texto contém uma chave privada e não foi salvo. Forneça só o certificado; a chave pertence ao computador da autoridade.',
    'One of the certificates is damaged. Copy it again, whole, with its first and last line.':
      'Um dos certificados está danificado. Copie-o de novo, inteiro, com a primeira e a última linha.',
    'One of the certificates is that of a server. Give the certificate of the authority that signs the others.':
      'Um dos certificados é de um servidor. Forneça o certificado da autoridade que assina os outros.',
    'The time of one of the certificates has ended. Ask for the present certificate of the authority.':
      'O prazo de um dos certificados terminou. Peça o certificado atual da autoridade.',
    'Another port of this host has this address. Enter another one.':
      'Outra porta deste host tem este endereço. Digite outro.',
    'This host has no such port. Load the page again.': 'Este host não tem essa porta. Recarregue a página.',
    'The name or the password is not right.': 'O nome ou a senha não está certo.',
    'Check both and try again.': 'Verifique os dois e tente de novo.',
    'This gateway has an administrator already.': 'Este gateway já tem um administrador.',
    'This is not your password.': 'Essa não é a sua senha.',
    'The password must not be the name.': 'A senha não pode ser o nome.',
    'This password is one of the first that somebody would try.':
      'Esta senha é uma das primeiras que alguém tentaria.',
    'The password is hardly more than the name.': 'A senha é pouco mais do que o nome.',
    Backup: 'Cópia de segurança',
    'Figures for the cloud': 'Medições para a nuvem',
    'Old records': 'Registros antigos',
    'Comparison of users with the cloud': 'Comparação dos usuários com a nuvem',
    'Check the time server of this host; certificates and tokens need the right time.':
      'Verifique o servidor de horário deste host; certificados e tokens precisam da hora certa.',
    'Nothing here says whether the clock is right.': 'Nada aqui indica se o relógio está certo.',
    'The clock is synchronised.': 'O relógio está sincronizado.',
    'The clock says a time that is past for certain.':
      'O relógio indica um horário que com certeza já passou.',
    'The clock is not synchronised with a time server.':
      'O relógio não está sincronizado com um servidor de horário.',
    'No cloud address is set.': 'Nenhum endereço da nuvem está definido.',
    'Check the disk. At the next start the damaged file is kept aside; restore a backup then.':
      'Verifique o disco. No próximo início, o arquivo danificado é posto de lado; restaure então um backup.',
    'There is no database file yet.': 'Ainda não há um arquivo de banco de dados.',
    'Free space on the data volume, or make it larger.': 'Libere espaço no volume de dados ou aumente-o.',
    'No cloud address is set, so there is no name to ask for.':
      'Nenhum endereço da nuvem está definido, portanto não há um nome a consultar.',
    'Check the spelling of the name, and that the name server knows names of the Internet.':
      'Verifique se o nome está escrito corretamente e se o servidor de nomes conhece os nomes da Internet.',
    'Check the name servers under Appliance Ethernet Configuration; none answers.':
      'Verifique os servidores de nomes em Configuração Ethernet do appliance (Appliance Ethernet Configuration); nenhum responde.',
    'The command channel is broken.': 'O canal de comandos está interrompido.',
    'Read the reason; the gateway keeps asking for a token and this alarm clears by itself.':
      'Leia o motivo; o gateway continua pedindo um token e este alarme desaparece por conta própria.',
    'Check the way to the Internet on the page of alarms; the gateway keeps trying and nothing is lost.':
      'Verifique o caminho até a Internet na página dos alarmes; o gateway continua tentando e nada se perde.',
    'It took too long and was given up.': 'Demorou demais e foi abandonado.',
    'Not checked yet.': 'Ainda não verificado.',
    'The gateway’s own web server has not been started yet.':
      'O servidor web do próprio gateway ainda não foi iniciado.',
    'Restart the gateway; if it happens again, collect the logs.':
      'Reinicie o gateway; se acontecer de novo, colete os registros.',
    'It is switched off.': 'Está desativado.',
    'Give this host more memory, or stop other programs on it.':
      'Dê mais memória a este host ou encerre outros programas nele.',
    'No PBX link is saved.': 'Nenhum vínculo com um PBX está salvo.',
    'The host is there and nothing listens on that port: check the port, and that the service runs.':
      'O host está lá e nada escuta nessa porta: verifique a porta e se o serviço está em execução.',
    'Check its address, that it is running, and that no firewall stands between.':
      'Verifique o endereço, se ele está em execução e se não há um firewall no caminho.',
    'No cloud address is set, so there is nothing to ask a proxy for.':
      'Nenhum endereço da nuvem está definido, portanto não há nada a pedir a um proxy.',
    'Check the proxy’s address and port.': 'Verifique o endereço e a porta do proxy.',
    'Enter the proxy’s credentials again.': 'Digite novamente as credenciais do proxy.',
    'Check the clock first; if it is right, the cloud’s certificate has to be renewed.':
      'Verifique primeiro o relógio; se estiver certo, o certificado da nuvem precisa ser renovado.',
    'Check the cloud address; something else may answer there.':
      'Verifique o endereço da nuvem; talvez outra coisa responda lá.',
    'The cloud address is plain http.': 'O endereço da nuvem é http sem criptografia.',
    'Whoever runs the cloud has to renew it.': 'Quem opera a nuvem precisa renová-lo.',
    'Known once the gateway is linked.': 'Será conhecido quando o gateway estiver vinculado.',
    'The command channel is not connected now.': 'O canal de comandos não está conectado agora.',
    'The command channel runs over a WebSocket.': 'O canal de comandos funciona sobre um WebSocket.',
    'Something on the way blocks WebSockets; commands come by long polling, and tunnels do not work.':
      'Algo no caminho bloqueia os WebSockets; os comandos chegam por long polling e os túneis não funcionam.',
    'Allow WebSockets (HTTP Upgrade) to the cloud on the proxy or firewall.':
      'Permita WebSockets (HTTP Upgrade) para a nuvem no proxy ou firewall.',
    'Check that a DHCP server serves this network, or give this host a fixed address in the administration of its platform.':
      'Verifique se um servidor DHCP atende esta rede ou dê a este host um endereço fixo na administração da sua plataforma.',
    'Switch the port on in the administration of the platform of this host.':
      'Ative a porta na administração da plataforma deste host.',
    'Enter the router’s address as default gateway in the administration of the platform of this host.':
      'Informe o endereço do roteador como gateway padrão na administração da plataforma deste host.',
    'Check the default gateway and the subnet mask in the administration of the platform of this host, and that the router is switched on and on this network.':
      'Verifique o gateway padrão e a máscara de sub-rede na administração da plataforma deste host, e se o roteador está ligado e nesta rede.',
    'Check the name servers in the administration of the platform of this host; none answers.':
      'Verifique os servidores de nomes na administração da plataforma deste host; nenhum responde.',
    'Give the other device another address, or this host one in the administration of its platform; two devices with one address lose each other’s packets.':
      'Dê outro endereço ao outro dispositivo, ou a este host na administração da sua plataforma; dois dispositivos com um mesmo endereço perdem os pacotes um do outro.',
    'Check that a DHCP server serves this network, or choose Static under Appliance Ethernet Configuration.':
      'Verifique se um servidor DHCP atende esta rede ou escolha Estático (Static) em Configuração Ethernet do appliance (Appliance Ethernet Configuration).',
    'Known once a port has a link.': 'Será conhecido quando uma porta tiver link.',
    'This host has no network port.': 'Este host não tem nenhuma porta de rede.',
    'Add a network port; give a virtual machine a network adapter.':
      'Adicione uma porta de rede; em uma máquina virtual, adicione um adaptador de rede.',
    'Plug the cable in at both ends and look for the light beside the socket; try another cable or another port of the switch.':
      'Conecte o cabo nas duas pontas e procure a luz ao lado do conector; tente outro cabo ou outra porta do switch.',
    'Set the port up under Appliance Ethernet Configuration, or switch it on in the host’s own network settings.':
      'Configure a porta em Configuração Ethernet do appliance (Appliance Ethernet Configuration) ou ative-a nas configurações de rede do próprio host.',
    'There is no default gateway; the way to the cloud is the proxy.':
      'Não há gateway padrão; o caminho até a nuvem é o proxy.',
    'There is no default gateway; the cloud is reached without one.':
      'Não há gateway padrão; a nuvem é alcançada sem ele.',
    'There is no default gateway, so nothing beyond this network can be reached.':
      'Não há gateway padrão, portanto nada além desta rede pode ser alcançado.',
    'Enter the router’s address as default gateway under Appliance Ethernet Configuration, or let the DHCP server give it.':
      'Informe o endereço do roteador como gateway padrão em Configuração Ethernet do appliance (Appliance Ethernet Configuration) ou deixe que o servidor DHCP o forneça.',
    'Check the default gateway and the subnet mask under Appliance Ethernet Configuration, and that the router is switched on and on this network.':
      'Verifique o gateway padrão e a máscara de sub-rede em Configuração Ethernet do appliance (Appliance Ethernet Configuration), e se o roteador está ligado e nesta rede.',
    'Checked when somebody asks for it.': 'Verificado quando alguém solicita.',
    'This PBX does not tell its time.': 'Este PBX não informa sua hora.',
    'Known once the PBX can be read.': 'Será conhecido quando o PBX puder ser lido.',
    'No PBX link with a host is saved.': 'Nenhum vínculo com um PBX que tenha host está salvo.',
    'It cannot be read before the next sync.': 'Não pode ser lido antes da próxima sincronização.',
    'Find out who changed sync.db. If it was restored or replaced on purpose: cloudlink sync verify --accept.':
      'Descubra quem alterou o sync.db. Se ele foi restaurado ou substituído de propósito: cloudlink sync verify --accept.',
    'Access log': 'Registro de acesso',
    'Find out who changed state.db; what the cloud was told stays there. cloudlink access verify tells all.':
      'Descubra quem alterou state.db; o que foi dito à nuvem continua lá. cloudlink access verify diz tudo.',
    'Nobody came in through a tunnel yet.': 'Ninguém entrou ainda por um túnel.',
    'Audit chain of user synchronisation': 'Cadeia de auditoria da sincronização de usuários',
    'Network cable': 'Cabo de rede',
    'IP address': 'Endereço IP',
    'Default gateway': 'Gateway padrão',
    'PBX credentials and permission': 'Credenciais e permissão no PBX',
    'Time of the PBX': 'Hora do PBX',
    'Disk space': 'Espaço em disco',
    Memory: 'Memória',
    Databases: 'Bancos de dados',
    'Local REST service': 'Serviço REST local',
    Time: 'Hora',
    'Name on the network': 'Nome na rede',
    'Name server': 'Servidor de nomes',
    'HTTP proxy': 'Proxy HTTP',
    'TLS inspection': 'Inspeção TLS',
    Cloud: 'Nuvem',
    PBX: 'PBX',
    'Cloud login is down': 'O login na nuvem não funciona',
    'The cloud is not reached': 'A nuvem não é acessada',
    'A target shows another certificate': 'Um destino apresenta outro certificado',
    'Its tunnel is stopped. Compare the fingerprint on the tunnels page with the one that the target itself shows, and confirm it only if the certificate was renewed on purpose.':
      'O túnel dele está parado. Compare a impressão digital na página de túneis com a que o próprio destino mostra e confirme-a apenas se o certificado foi renovado de propósito.',
    'User sync': 'Sincronização de usuários',
    'Inventory report': 'Relatório de inventário',
    'Health checks': 'Verificações de integridade',
    'Device certificate': 'Certificado do dispositivo',
    'Connect to the directory': 'Conectar ao diretório',
    'Sign in': 'Entrar',
    'Read people': 'Ler as pessoas',
    'Read the file': 'Ler o arquivo',
    'Reach the PBX': 'Acessar o PBX',
    'Certificate of the PBX': 'Certificado do PBX',
    Product: 'Produto',
    'Reach the MBG': 'Acessar o MBG',
    'Sign in at the MBG': 'Entrar no MBG',
    'Read numbers and groups': 'Ler números e grupos',
    Version: 'Versão',
    Clock: 'Relógio',
    'Reach MiCollab': 'Acessar o MiCollab',
    'Sign in at MiCollab': 'Entrar no MiCollab',
    'MiCollab’s name leads to the LAN': 'O nome do MiCollab leva à LAN',
    'MiVoice Business has no public contract of its REST interface: this connector speaks an interface of our own shape, described in docs/pbx/mivoice-business.md.':
      'O MiVoice Business não tem um contrato público da interface REST: este conector usa uma interface de formato próprio, descrita em docs/pbx/mivoice-business.md.',
    'Please ensure that you are using a Cloudlink gateway blade with the MIVB':
      'Certifique-se de usar um blade de gateway Cloudlink com o MIVB',
    'PBX IP Address or FQDN': 'Endereço IP ou FQDN do PBX',
    'Where numbers and groups are read. No password goes there: the MBG vouches for this gateway.':
      'De onde os números e grupos são lidos. Nenhuma senha vai para lá: o MBG responde por este gateway.',
    'MBG IP Address or FQDN': 'Endereço IP ou FQDN do MBG',
    'The MiVoice Border Gateway where this gateway signs in.':
      'O MiVoice Border Gateway no qual este gateway entra.',
    'MBG Password': 'Senha do MBG',
    'Of the user cloudlink at the MBG; it opens the PBX’s interface too.':
      'A do usuário cloudlink no MBG; ela também abre a interface do PBX.',
    'MiCollab IP Address or FQDN': 'Endereço IP ou FQDN do MiCollab',
    'Needed for integrations that use MiCollab. The name must lead to MiCollab’s LAN address.':
      'Necessário para integrações que usam o MiCollab. O nome deve levar ao endereço de LAN do MiCollab.',
    'MiCollab Password': 'Senha do MiCollab',
    'Of the user cloudlink at MiCollab.': 'A do usuário cloudlink no MiCollab.',
    'Kind of directory': 'Tipo de diretório',
    'Decides the filter and the identity of a person where they are left empty.':
      'Determina o filtro e a identidade de uma pessoa quando são deixados em branco.',
    Generic: 'Genérico',
    Host: 'Host',
    'Name or IP address. With encryption it must be the name in the certificate.':
      'Nome ou endereço IP. Com criptografia, deve ser o nome que está no certificado.',
    Security: 'Segurança',
    'Without encryption the password and the people’s data cross the network in clear.':
      'Sem criptografia, a senha e os dados das pessoas passam pela rede em texto claro.',
    None: 'Nenhuma',
    Port: 'Porta',
    'Leave empty for 389, or 636 with LDAPS.': 'Deixe em branco para 389, ou 636 com LDAPS.',
    'The user that reads; Active Directory also takes user@domain. Leave it and the password empty to read anonymously.':
      'O usuário que lê; o Active Directory também aceita usuário@domínio. Deixe este campo e a senha em branco para ler de forma anônima.',
    Password: 'Senha',
    'Where people are; everything below it is searched.':
      'Onde estão as pessoas; a pesquisa abrange tudo o que está abaixo.',
    Filter: 'Filtro',
    'Leave empty for everybody.': 'Deixe em branco para incluir todos.',
    'Identity attribute': 'Atributo de identidade',
    'What stays the same when a person is renamed or moved. Leave empty for entryUUID, or objectGUID in Active Directory.':
      'O que não muda quando uma pessoa é renomeada ou movida. Deixe em branco para entryUUID, ou objectGUID no Active Directory.',
    'CSV file': 'Arquivo CSV',
    'Comma, semicolon or tab separated text as spreadsheets write it (RFC 4180); the column names are ours.':
      'Texto separado por vírgula, ponto e vírgula ou tabulação, como as planilhas o gravam (RFC 4180); os nomes das colunas são próprios.',
    File: 'Arquivo',
    'A CSV file in the gateway’s import folder, with a header row: id, givenName, familyName, displayName, email, extension, phone, mobile, department, location, role, active, in any order. Only id must be there.':
      'Um arquivo CSV na pasta de importação do gateway, com uma linha de cabeçalho: id, givenName, familyName, displayName, email, extension, phone, mobile, department, location, role, active, em qualquer ordem. Somente id é obrigatório.',
    Encoding: 'Codificação',
    'UTF-8 and UTF-16 are recognised. Choose windows-1252 only for a file of an old Windows program.':
      'UTF-8 e UTF-16 são reconhecidos. Escolha windows-1252 somente para um arquivo de um programa antigo do Windows.',
    Auto: 'Automática',
    'LDIF file': 'Arquivo LDIF',
    'LDIF as directories write it (RFC 2849), entries and changes; which attribute is the identity is our choice.':
      'LDIF como os diretórios o escrevem (RFC 2849), entradas e alterações; qual atributo é a identidade é escolha nossa.',
    'An LDIF file in the gateway’s import folder.': 'Um arquivo LDIF na pasta de importação do gateway.',
    'What stays the same when a person is renamed or moved. Leave empty for entryUUID, or objectGUID where there is none. With dn, somebody who is renamed or moved is somebody new.':
      'O que permanece igual quando uma pessoa é renomeada ou movida. Deixe vazio para entryUUID, ou objectGUID onde não houver. Com dn, quem é renomeado ou movido é uma pessoa nova.',
    'Identity column': 'Coluna de identidade',
    'Says who a row is, and stays the same when a person is renamed. Leave empty for id, or for that of a known export.':
      'Diz quem é uma linha e permanece igual quando uma pessoa é renomeada. Deixe vazio para id, ou para a de uma exportação conhecida.',
    'Excel workbook': 'Pasta de trabalho do Excel',
    'Office Open XML (ECMA-376) as spreadsheets save it; values are read as they are stored, formulas and macros are not run. The column names are ours.':
      'Office Open XML (ECMA-376) como as planilhas o salvam; os valores são lidos como estão gravados, fórmulas e macros não são executadas. Os nomes das colunas são nossos.',
    'An Excel workbook (.xlsx) in the gateway’s import folder. The first row of the sheet names the columns, as in a CSV file.':
      'Uma pasta de trabalho do Excel (.xlsx) na pasta de importação do gateway. A primeira linha da planilha nomeia as colunas, como em um arquivo CSV.',
    Sheet: 'Planilha',
    'Leave empty for the first one.': 'Deixe vazio para a primeira.',
    'New in the source.': 'Novo na origem.',
    'Changed in the source.': 'Alterado na origem.',
    'Not in the source any more.': 'Não está mais na origem.',
    'Not active in the source any more.': 'Não está mais ativo na origem.',
    'Active in the source again.': 'Ativo na origem novamente.',
    'Not in the source, and the grace period is over.':
      'Não está na origem e o período de tolerância terminou.',
    'Gives a number up for another person.': 'Cede um número a outra pessoa.',
    'Standalone appliance': 'Appliance independente',
    'Virtual appliance': 'Appliance virtual',
    'SMBC (embedded)': 'SMBC (integrado)',
    'MSL host': 'Host MSL',
    'The pages of this gateway, with a reduced role.': 'As páginas deste gateway, com uma função reduzida.',
    'Sign in at the PBX': 'Entrar no PBX',
    'Read users': 'Ler os usuários',
    'This connector speaks System OAI, whose text protocol is public. It has no encryption, and tells no DID numbers.':
      'Este conector usa o System OAI, cujo protocolo de texto é público. Ele não tem criptografia e não informa os números DID.',
    'The login of the MX-ONE Provisioning Manager is public. How it lists users is not: that part is of our own shape, described in docs/pbx/mx-one.md.':
      'O login no MX-ONE Provisioning Manager é público. Como ele lista os usuários não é: essa parte é de formato próprio, descrita em docs/pbx/mx-one.md.',
    'How MiVoice Office 400 lists users is not public: this connector speaks an interface of our own shape, described in docs/pbx/mivoice-office-400.md. Without it, import users by CSV or LDIF.':
      'Como o MiVoice Office 400 lista os usuários não é público: este conector usa uma interface de formato próprio, descrita em docs/pbx/mivoice-office-400.md. Sem ela, importe os usuários por CSV ou LDIF.',
    'IP Address': 'Endereço IP',
    'Of the PBX, as this gateway reaches it; a name will do.':
      'O do PBX, como este gateway o alcança; um nome também serve.',
    'CloudLink System Username': 'Nome de usuário do sistema CloudLink',
    'The account that the PBX has for this gateway.': 'A conta que o PBX tem para este gateway.',
    'CloudLink System Password': 'Senha do sistema CloudLink',
    Node: 'Nó',
    Protocol: 'Protocolo',
    Users: 'Usuários',
    Numbers: 'Números',
    Groups: 'Grupos',
    'DID numbers': 'Números DID',
    'Synchronise dynamic extensions only': 'Sincronizar somente ramais dinâmicos',
    'Feature profile': 'Perfil de recursos',
    'App Server Port needs a softphone’s MAC': 'App Server Port exige o MAC de um softphone',
    'An App Server Port is a MiNet softphone only where its MAC starts with A1:21:00.':
      'Um App Server Port só é um softphone MiNet quando seu MAC começa com A1:21:00.',
    // kinds of directories
    'LDAP directory': 'Diretório LDAP',
    'LDAP version 3 (RFC 4511) with paging (RFC 2696) and content synchronisation (RFC 4533), as public directories speak it; nothing of it is our own.':
      'LDAP versão 3 (RFC 4511) com paginação (RFC 2696) e sincronização de conteúdo (RFC 4533), como os diretórios públicos o usam; nada disso é próprio.',
    'Each sync reads': 'Cada sincronização lê',
    'Changes only, where the directory can tell them. Choose everybody if what it tells cannot be relied on.':
      'Somente as alterações, quando o diretório consegue informá-las. Escolha todas as pessoas se o que ele informa não for confiável.',
    Changes: 'Alterações',
    Everybody: 'Todas as pessoas',
    'LDAP as Microsoft documents it (MS-ADTS), with DirSync and update sequence numbers; nothing of it is our own.':
      'LDAP como a Microsoft o documenta (MS-ADTS), com DirSync e números de sequência de atualização; nada disso é próprio.',
    User: 'Usuário',
    'An ordinary user that may read, as user@domain or as a DN.':
      'Um usuário comum que pode ler, como user@domain ou como DN.',
    'The domain or the organisational unit where people are; everything below it is searched.':
      'O domínio ou a unidade organizacional onde estão as pessoas; tudo o que está abaixo é pesquisado.',
    'MiVoice 5000 directory': 'Diretório do MiVoice 5000',
    'That its directory is read by LDAP, and the attributes mail, department and l, are public; base DN, identity and the other attributes are not, and stand here as other directories have them.':
      'É público que seu diretório é lido por LDAP, assim como os atributos mail, department e l; o DN base, a identidade e os demais atributos não são, e constam aqui como em outros diretórios.',
    'As it is set at the PBX’s directory; it is not published.':
      'Conforme configurado no diretório do PBX; não é publicado.',
    'Leave empty for every entry that has a name.': 'Deixe vazio para todas as entradas que têm nome.',
    'What stays the same when a person is renamed. Leave empty for entryUUID; if the directory has none, a number that is never given to another person.':
      'O que permanece igual quando uma pessoa muda de nome. Deixe vazio para entryUUID; se o diretório não tiver, um número que nunca seja dado a outra pessoa.',
    'The Asterisk Manager Interface as docs.asterisk.org describes it; that endpoints with a number are people is our own reading.':
      'A interface Asterisk Manager como docs.asterisk.org a descreve; que os terminais com número sejam pessoas é nossa própria leitura.',
    'Without encryption names and addresses cross the network in clear; the password itself is never sent.':
      'Sem criptografia, nomes e endereços atravessam a rede em texto claro; a própria senha nunca é enviada.',
    'Leave empty for 5039 with TLS, or 5038 without.': 'Deixe vazio para 5039 com TLS, ou 5038 sem.',
    'Manager user': 'Usuário do manager',
    'A section of manager.conf that has system and reporting at write.':
      'Uma seção do manager.conf que tem system e reporting em write.',
    'Channel driver': 'Driver de canal',
    'PJSIP, or the old SIP driver that ended with Asterisk 20.':
      'PJSIP, ou o antigo driver SIP que terminou com o Asterisk 20.',
    'Who is a person': 'Quem é uma pessoa',
    'Endpoints whose name is a number of 2 to 8 digits, or every endpoint, trunks too.':
      'Os terminais cujo nome é um número de 2 a 8 dígitos, ou todos os terminais, inclusive os troncos.',
    'Numbers only': 'Só números',
    Everything: 'Tudo',
    'Names from': 'Nomes de',
    'Only voicemail boxes have e-mail addresses. A person without a box has the name of the caller ID.':
      'Só as caixas postais têm endereços de e-mail. Uma pessoa sem caixa tem o nome do identificador de chamadas.',
    Voicemail: 'Correio de voz',
    'Caller id': 'Identificador de chamadas',
    'The Configuration API (XAPI, OData) of 3CX version 20 as its public examples and clients use it; it needs an Enterprise or AI licence.':
      'A API de configuração (XAPI, OData) do 3CX versão 20 como seus exemplos e clientes públicos a usam; ela exige uma licença Enterprise ou AI.',
    'Client ID': 'ID do cliente',
    'From the Admin Console: Integrations, API. The application needs access to the Configuration API.':
      'No console de administração: Integrations, API. O aplicativo precisa de acesso à API de configuração.',
    'API key': 'Chave de API',
    '3CX shows it once, when the application is made.':
      'O 3CX a mostra uma única vez, quando o aplicativo é criado.',
    'The GraphQL API of FreePBX as its published source has it; that every extension is a person is our own reading.':
      'A API GraphQL do FreePBX como está em seu código publicado; que cada ramal seja uma pessoa é nossa própria leitura.',
    'Of a machine-to-machine application under Admin, API.':
      'De um aplicativo máquina a máquina em Admin, API.',
    'Client secret': 'Segredo do cliente',
    'FreePBX shows it once, when the application is made.':
      'O FreePBX o mostra uma única vez, quando o aplicativo é criado.',
  },
  forms: {
    'Users who are detained and not in the cloud: #.': 'Usuários retidos que não estão na nuvem: #1.',
    'The source is empty; all # users would be removed.':
      'A fonte está vazia; todos os #1 usuários seriam removidos.',
    '# of # rows are detained; nobody is removed until the source is in order.':
      '#1 de #2 linhas estão retidas; ninguém é removido até a fonte estar em ordem.',
    '# of # users would be removed; # at most go without a confirmation.':
      '#1 de #2 usuários seriam removidos; no máximo #3 saem sem confirmação.',
    'With the last # hours # of # users would be removed; # at most go without a confirmation.':
      'Com as últimas #1 horas, #2 de #3 usuários seriam removidos; no máximo #4 saem sem confirmação.',
    'Reading the source: # rows.': 'Lendo a fonte: #1 linhas.',
    'Looking at what changed: # people.': 'Verificando o que mudou: #1 pessoas.',
    'Making the plan.': 'Preparando o plano.',
    'Sending to the cloud: # users.': 'Enviando para a nuvem: #1 usuários.',
    'Taking back: # users.': 'Desfazendo: #1 usuários.',
    'Recording the result.': 'Registrando o resultado.',
  },
};
