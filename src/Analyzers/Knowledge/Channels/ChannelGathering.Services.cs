using AsyncStateAnalyzers.Knowledge.Tables;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Channels;

/// <summary>Channels that a container hands out: who asks for the type gets the channel.</summary>
internal sealed partial class ChannelGathering
{
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);

    /// <summary>The container gives the end to whom asks for its type, by the same key if there is one.</summary>
    private void Serve(End end, InvocationExpressionSyntax call, TypeSyntax? type)
    {
        end = type is null ? end : TypeSyntaxFacts.LastName(type) switch
        {
            ChannelApi.ReaderType => End.Reader,
            ChannelApi.WriterType => End.Writer,
            _ => end,
        };
        var key = ChannelServices.KeyOf(call);
        if (MessageType is not { } message || ChannelServices.AreSeveral(message, key, _life, _model.Compilation, _cancellationToken))
        {
            Leaves(end, call);
            return;
        }

        _keys.Add(key);

        if (!_reach.IsProgram && (message.DeclaringSyntaxReferences.IsEmpty || _reach.IsSeenByOthers(message)))
            Leaves(end, call);
        if (_known.Add((message, end)))
            _toDo.Enqueue((message, end));
    }

    /// <summary>The type of the messages; null where it is a parameter of the code around.</summary>
    private INamedTypeSymbol? MessageType =>
        _model.GetTypeInfo(_life.Making, _cancellationToken).Type is INamedTypeSymbol { TypeArguments: [INamedTypeSymbol { TypeKind: not TypeKind.Error } message] } ? message : null;

    private void FollowService(End end)
    {
        if (MessageType is not { } message)
            return;
        var word = end switch
        {
            End.Reader => ChannelApi.ReaderType,
            End.Writer => ChannelApi.WriterType,
            _ => ChannelApi.Factory,
        };
        foreach (var name in ChannelServices.NamesOf(word, message, _life, _model.Compilation, _cancellationToken))
        {
            if (ChannelServices.RequestOf(name) is { } request)
            {
                if (_keys.Contains(ChannelServices.AskedKeyOf(request)))
                    Follow(request, end);
            }
            else if (ChannelServices.ParameterOf(name) is { } syntax && _keys.Contains(ChannelServices.AskedKeyOf(syntax)) && ModelOf(syntax).GetDeclaredSymbol(syntax, _cancellationToken) is IParameterSymbol parameter)
            {
                if (parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor, ContainingType: { } asking })
                    _life.Injected.Add(asking.OriginalDefinition);
                Hold(parameter, end, syntax);
            }
        }
    }
}
