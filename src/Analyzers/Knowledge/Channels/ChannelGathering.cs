using AsyncStateAnalyzers.Knowledge.Tables;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Channels;

/// <summary>
/// Follows a channel from the call that makes it: through locals, fields, properties, parameters and private methods of its type, and
/// through its two ends. What it cannot follow leaves the type.
/// </summary>
internal sealed partial class ChannelGathering
{
    private const int MaxHolders = 40;
    private readonly ChannelLife _life;
    private readonly SemanticModel _model;
    private readonly ChannelReach _reach;
    private readonly CancellationToken _cancellationToken;
    private readonly Queue<(ISymbol Symbol, End End)> _toDo = new();
    private readonly HashSet<(ISymbol, End)> _known = new(new ByHolder());

    /// <summary>For one channel.</summary>
    public ChannelGathering(ChannelLife life, SemanticModel model, CancellationToken cancellationToken)
    {
        _life = life;
        _model = model;
        _reach = new ChannelReach(life, model.Compilation, cancellationToken);
        _cancellationToken = cancellationToken;
    }

    private enum End
    {
        Both,
        Reader,
        Writer,
    }

    /// <summary>Fills in the life.</summary>
    public void Run()
    {
        Follow(_life.Making, End.Both);
        while (_toDo.Count > 0)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            var (symbol, end) = _toDo.Dequeue();
            if (symbol is INamedTypeSymbol)
            {
                FollowService(end);
                continue;
            }

            if (_reach.NamesOf(symbol) is not { } names)
            {
                Leaves(end, _life.Making);
                continue;
            }

            foreach (var name in names)
                FollowName(name, symbol, end);
        }

        _life.Uses.Sort((a, b) => a.Node.SyntaxTree == b.Node.SyntaxTree ? a.Node.SpanStart.CompareTo(b.Node.SpanStart) : string.CompareOrdinal(a.Node.SyntaxTree.FilePath, b.Node.SyntaxTree.FilePath));
    }

    private SemanticModel ModelOf(SyntaxNode node) => _life.ModelOf(node);

    private void FollowName(IdentifierNameSyntax name, ISymbol symbol, End end)
    {
        ExpressionSyntax value = name;
        if (name.Parent is MemberAccessExpressionSyntax access && access.Name == name)
            value = access;
        else if (name.Parent is MemberBindingExpressionSyntax binding)
            value = binding;
        if (symbol is IMethodSymbol)
        {
            if (value.Parent is not InvocationExpressionSyntax call || call.Expression != value)
            {
                Leaves(end, value);
                return;
            }

            value = call;
        }

        if (value.Parent is AssignmentExpressionSyntax assignment && assignment.Left == value && !(value.Parent.Parent is ExpressionSyntax))
            return;
        Follow(value, end);
    }

    private void Follow(ExpressionSyntax value, End end)
    {
        while (true)
        {
            switch (value.Parent)
            {
                case ParenthesizedExpressionSyntax or CastExpressionSyntax or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression }:
                    value = (ExpressionSyntax)value.Parent;
                    continue;
                case ConditionalExpressionSyntax choice when choice.Condition != value:
                    value = choice;
                    continue;
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } choice:
                    value = choice;
                    continue;
                case ConditionalAccessExpressionSyntax conditional when conditional.WhenNotNull == value:
                    value = conditional;
                    continue;
                case ConditionalAccessExpressionSyntax conditional:
                    var binding = conditional.WhenNotNull.DescendantNodesAndSelf().OfType<MemberBindingExpressionSyntax>().FirstOrDefault();
                    if (binding is null || !Step(binding.Name.Identifier.ValueText, binding, ref end))
                        return;
                    value = binding;
                    continue;
                case MemberAccessExpressionSyntax access when access.Expression == value:
                    if (!Step(access.Name.Identifier.ValueText, access, ref end))
                        return;
                    value = access;
                    continue;
                case AssignmentExpressionSyntax assignment when assignment.Right == value:
                    Hold(ModelOf(value).GetSymbolInfo(assignment.Left, _cancellationToken).Symbol, end, assignment.Left);
                    if (assignment.Parent is not ExpressionSyntax and not ArrowExpressionClauseSyntax and not ReturnStatementSyntax)
                        return;
                    value = assignment;
                    continue;
                case AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceAssignmentExpression } assignment:
                    value = assignment;
                    continue;
                default:
                    Arrive(value, end);
                    return;
            }
        }
    }

    /// <summary>A member of the channel or of an end: true where it is an end and to be followed.</summary>
    private bool Step(string member, ExpressionSyntax node, ref End end)
    {
        if (member is ChannelApi.Reader or ChannelApi.Writer)
        {
            end = member == ChannelApi.Reader ? End.Reader : End.Writer;
            return true;
        }

        if (ChannelApi.ActOf(member) is not { } act)
            Leaves(end, node);
        else if (act != ChannelAct.Looks)
            _life.Uses.Add(new ChannelUse(act, node.Parent is InvocationExpressionSyntax call && call.Expression == node ? call : node, ModelOf(node)));
        return false;
    }

    /// <summary>The end of the expression: who gets its value?</summary>
    private void Arrive(ExpressionSyntax value, End end)
    {
        var model = ModelOf(value);
        if (ChannelServices.RegistrationOf(value) is { } registration)
        {
            Serve(end, registration.Call, registration.Type);
            return;
        }

        switch (value.Parent)
        {
            case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax or PropertyDeclarationSyntax or ParameterSyntax } initializer:
                Hold(model.GetDeclaredSymbol(initializer.Parent!, _cancellationToken), end, value);
                return;
            case ArgumentSyntax argument:
                Hold(ParameterOf(argument, model), end, value);
                return;
            case ReturnStatementSyntax or ArrowExpressionClauseSyntax:
                Hold(Owner(value.Parent, model), end, value);
                return;
            case ExpressionStatementSyntax or BinaryExpressionSyntax or IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax or UnaryPatternSyntax }:
                return;
            default:
                Leaves(end, value);
                return;
        }
    }

    private ISymbol? Owner(SyntaxNode node, SemanticModel model)
    {
        var owner = node.Ancestors().FirstOrDefault(n => n is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax or AccessorDeclarationSyntax);
        return owner switch
        {
            null or AnonymousFunctionExpressionSyntax => null,
            AccessorDeclarationSyntax => (model.GetDeclaredSymbol(owner, _cancellationToken) as IMethodSymbol)?.AssociatedSymbol,
            _ => model.GetDeclaredSymbol(owner, _cancellationToken),
        };
    }

    private IParameterSymbol? ParameterOf(ArgumentSyntax argument, SemanticModel model)
    {
        if (argument.RefKindKeyword != default || argument.Parent is not ArgumentListSyntax { Parent: { } call } list || model.GetSymbolInfo(call, _cancellationToken).Symbol is not IMethodSymbol method)
            return null;
        method = (method.ReducedFrom ?? method).OriginalDefinition;
        var at = list.Arguments.IndexOf(argument) + (model.GetSymbolInfo(call, _cancellationToken).Symbol is IMethodSymbol { ReducedFrom: not null } ? 1 : 0);
        var parameter = argument.NameColon is { Name.Identifier.ValueText: var name } ? method.Parameters.FirstOrDefault(p => p.Name == name)
            : at < method.Parameters.Length && !method.Parameters[at].IsParams ? method.Parameters[at] : null;
        if (parameter is not null)
        {
            if (!_life.Arrivals.TryGetValue(method, out var calls))
                _life.Arrivals.Add(method, calls = new());
            calls.Add(call);
        }

        return parameter;
    }

    /// <summary>A variable, parameter or member that gives the end from now on.</summary>
    private void Hold(ISymbol? symbol, End end, SyntaxNode place)
    {
        symbol = symbol?.OriginalDefinition;
        if (symbol is IFieldSymbol { AssociatedSymbol: { } property })
            symbol = property;
        var type = symbol switch
        {
            ILocalSymbol local => local.Type,
            IParameterSymbol parameter => parameter.Type,
            IFieldSymbol field => field.Type,
            IPropertySymbol { IsIndexer: false } p => p.Type,
            IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction } method => method.ReturnType,
            _ => null,
        };
        if (symbol is null || type is null || !type.IsIn(ChannelApi.Space) || !_reach.IsFollowed(symbol) || _known.Count >= MaxHolders)
        {
            Leaves(end, place);
            return;
        }

        end = type.Name switch
        {
            ChannelApi.ReaderType => End.Reader,
            ChannelApi.WriterType => End.Writer,
            _ => end,
        };
        if (_reach.IsSeenByOthers(symbol))
            Leaves(end, place);
        if (_known.Add((symbol, end)))
        {
            _life.Holders.Add(symbol);
            _toDo.Enqueue((symbol, end));
            foreach (var member in ChannelReach.ImplementedBy(symbol))
            {
                if (member.DeclaringSyntaxReferences.IsEmpty || _reach.IsSeenByOthers(member))
                    Leaves(end, place);
                else if (_known.Add((member, end)))
                    _toDo.Enqueue((member, end));
            }
        }
    }

    private void Leaves(End end, SyntaxNode place)
    {
        if (end != End.Writer)
            _life.ReaderLeaves ??= place;
        if (end == End.Reader)
            _life.ReaderIsGivenOut ??= place;
        if (end != End.Reader)
            _life.WriterLeaves ??= place;
    }

    private sealed class ByHolder : IEqualityComparer<(ISymbol Symbol, End End)>
    {
        public bool Equals((ISymbol Symbol, End End) x, (ISymbol Symbol, End End) y) => x.End == y.End && SymbolEqualityComparer.Default.Equals(x.Symbol, y.Symbol);

        public int GetHashCode((ISymbol Symbol, End End) of) => SymbolEqualityComparer.Default.GetHashCode(of.Symbol);
    }
}
