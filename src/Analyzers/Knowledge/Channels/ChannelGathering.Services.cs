using AsyncStateAnalyzers.Knowledge.Tables;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Channels;

/// <summary>Channels that a container hands out: who asks for the type gets the channel.</summary>
internal sealed partial class ChannelGathering
{
    /// <summary>The container gives the end to whom asks for its type.</summary>
    private void Serve(End end, InvocationExpressionSyntax call, TypeSyntax? type)
    {
        end = type is null ? end : TypeSyntaxFacts.LastName(type) switch
        {
            ChannelApi.ReaderType => End.Reader,
            ChannelApi.WriterType => End.Writer,
            _ => end,
        };
        if (MessageType is not { } message)
        {
            Leaves(end, call);
            return;
        }

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
                Follow(request, end);
            }
            else if (ChannelServices.ParameterOf(name) is { } syntax && ModelOf(syntax).GetDeclaredSymbol(syntax, _cancellationToken) is IParameterSymbol parameter)
            {
                if (parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor, ContainingType: { } asking })
                    _life.Injected.Add(asking.OriginalDefinition);
                Hold(parameter, end, syntax);
            }
        }
    }
}
