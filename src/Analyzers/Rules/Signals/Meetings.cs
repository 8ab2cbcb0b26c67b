using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Knowledge.Completions;
using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Rules.Signals;

/// <summary>Why two executions can be at a place that does something in two steps.</summary>
/// <param name="Strength">How much speaks for it.</param>
/// <param name="Who">Who comes between, for the message.</param>
/// <param name="Because">The clause for the message.</param>
/// <param name="Rival">Where the other one comes from; null where it is the same.</param>
internal sealed record TwoAtOnce(EvidenceStrength Strength, string Who, string Because, SyntaxNode? Rival);

/// <summary>Finds out whether two executions can be at a replacement.</summary>
internal static class Meetings
{
    /// <summary>The strongest thing that the source says; null where nothing does, or something rules it out.</summary>
    public static TwoAtOnce? At(Replacement replacement, TypeKnowledge type, CancellationToken cancellationToken)
    {
        if (type.IsTest || (!replacement.Holder.IsStatic && type.NotSharedBecause is not null) || IsSynchronized(replacement.Store))
            return null;
        var runs = Runs.Of(replacement.Store, replacement.Holder, replacement.Model, cancellationToken)
            .Where(r => r.Occasion != Occasion.Here && (replacement.Holder.IsStatic || !IsOfOtherObject(r)) && !IsGuarded(r, replacement)).Select(r => (Run: r, Claim: Claims.OfConditions(r, replacement.Holder))).Where(r => r.Claim != Claim.Taken).ToList();
        TwoAtOnce? best = null;
        foreach (var (run, claim) in runs)
        {
            foreach (var found in runs.Select(r => Between(run, r.Run, replacement, type)).Append(WithItself(run, replacement, type, cancellationToken)).OfType<TwoAtOnce>())
            {
                var strength = claim == Claim.Checked && found.Strength > EvidenceStrength.Possible ? EvidenceStrength.Possible : found.Strength;
                if (best is null || strength > best.Strength)
                    best = found with { Strength = strength };
            }
        }

        return best;
    }

    /// <summary>Two ways to come there, of which at least one comes on its own.</summary>
    private static TwoAtOnce? Between(CodeRun run, CodeRun rival, Replacement replacement, TypeKnowledge type)
    {
        if (run.Site == rival.Site || run.Given == rival.Given || rival.Occasion is not (Occasion.Timer or Occasion.Cancellation or Occasion.Work or Occasion.Event) || IsOrdered(run))
            return null;
        if (replacement.Wait is null && ((type.ComesBack && rival.Occasion == Occasion.Event) || IsTickOfInterface(rival)))
            return null;
        var name = NameOf(rival);
        var strength = rival.ComesOnItsOwn || (rival.Occasion == Occasion.Work && run.Occasion == Occasion.Caller) ? EvidenceStrength.Likely : EvidenceStrength.Possible;
        return new TwoAtOnce(strength, name, Occasions.When(rival.Occasion) is { } when ? $"it comes {when}" : "it is work that was started beside", rival.Site);
    }

    private static TwoAtOnce? WithItself(CodeRun run, Replacement replacement, TypeKnowledge type, CancellationToken cancellationToken)
    {
        if (run.Occasion is not (Occasion.Caller or Occasion.Event) || IsOrdered(run))
            return null;
        var member = run.Way.Last() is var last && CallShape.FunctionOf(last) is { } function ? replacement.Model.Compilation.GetSemanticModel(function.SyntaxTree).GetDeclaredSymbol(function, cancellationToken) as IMethodSymbol : null;
        var who = run.Occasion == Occasion.Event ? NameOf(run) : $"another call of '{CallShape.NameOfMember(last)}'";
        if (member is not null && (replacement.Wait is not null || (!type.ComesBack && HasWaited(run))) && type.StartedTogether(member) is { } together)
            return new TwoAtOnce(together.Strength, who, together.Because, null);
        if (member is not null && type.SingleFlowBecause(member.Name) is not null)
            return null;
        if (type.ComesBack)
        {
            if (replacement.Wait is not { } wait)
                return null;
            var interleaves = type.InterleavesBecause ?? (member is { IsAsync: true, ReturnsVoid: true } ? $"nobody waits for '{member.Name}', which is async void" : null);
            return interleaves is not null ? new TwoAtOnce(EvidenceStrength.Likely, who, interleaves, null) : new TwoAtOnce(EvidenceStrength.Possible, who, $"it waits at '{PlaceFinding.Text(wait)}' between the two", null);
        }

        if (run.Occasion == Occasion.Event)
            return null;

        // Without a wait between the two steps only another thread can come between, and neither of these says that there are several.
        var most = replacement.Wait is null ? EvidenceStrength.Possible : EvidenceStrength.Likely;
        if (replacement.Holder.IsStatic)
            return new TwoAtOnce(most, who, "static state", null);
        if (type.Shared is { } shared)
            return new TwoAtOnce(shared.Strength == EvidenceStrength.Proven ? most : EvidenceStrength.Possible, who, shared.Because, null);
        if (member is null || replacement.Wait is null || (type.OneAtATimeBecause(member) ?? type.ConfinedBecause) is not null)
            return null;
        return new TwoAtOnce(EvidenceStrength.Possible, who, "nothing here rules out that calls overlap", null);
    }

    /// <summary>Members that are called once, or one after the other: those that start and end what the object does.</summary>
    private static bool IsOrdered(CodeRun run) => run.Occasion == Occasion.Caller && CallShape.NameOfMember(run.Way.Last()) is var name
        && (Array.IndexOf(ChannelApi.Endings, name) >= 0 || Array.IndexOf(ChannelApi.Beginnings, name) >= 0 || Concurrency.IsForStart(name));

    /// <summary>True where a guard is held on the way, or over both steps.</summary>
    private static bool IsGuarded(CodeRun run, Replacement replacement)
    {
        foreach (var node in run.Way)
        {
            if (CallShape.MemberOf(node) is { } member && GuardedRegions.Of(member).Any(r => r.Span.Contains(node.Span) && (node != replacement.Store || r.Span.Contains(replacement.Look.Span))))
                return true;
        }

        return run.Occasion == Occasion.Caller && CallShape.FunctionOf(run.Way.Last()) is MethodDeclarationSyntax called && !called.Modifiers.Any(SyntaxKind.PublicKeyword) && called.ExplicitInterfaceSpecifier is null && IsCalledUnderGuard(called);
    }

    /// <summary>A member for heirs and neighbours that the type itself calls only while it holds a guard: whoever else calls it keeps to that.</summary>
    private static bool IsCalledUnderGuard(MethodDeclarationSyntax called)
    {
        var calls = called.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type ? null : NameIndex.In(type, called.Identifier.ValueText).Select(CallShape.CallOf).OfType<InvocationExpressionSyntax>().ToList();
        return calls is { Count: > 0 } && calls.All(c => CallShape.MemberOf(c) is { } member && GuardedRegions.Of(member).Any(r => r.Span.Contains(c.Span)));
    }

    /// <summary>A call on the way is one on some other object, perhaps one that the caller has just made.</summary>
    private static bool IsOfOtherObject(CodeRun run) => run.Way.OfType<InvocationExpressionSyntax>().Any(c => c.Expression is MemberAccessExpressionSyntax { Expression: not (ThisExpressionSyntax or BaseExpressionSyntax) });

    /// <summary>Runs that are started together come one after the other to what stands before their first wait.</summary>
    private static bool HasWaited(CodeRun run) => run.Way.Any(n => CallShape.FunctionOf(n) is { } function && Replacement.OfFunction<AwaitExpressionSyntax>(function).Any(a => a.Span.End <= n.SpanStart));

    private static bool IsTickOfInterface(CodeRun run) =>
        run is { Occasion: Occasion.Timer, Given: AssignmentExpressionSyntax { Left: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } } } && Occasions.TicksOnInterface(name);

    private static bool IsSynchronized(SyntaxNode node) =>
        CallShape.MemberOf(node) is MethodDeclarationSyntax { AttributeLists: { Count: > 0 } lists } && lists.Any(l => l.Attributes.Any(a => a.ArgumentList?.ToString().Contains(Renewals.Synchronized) == true));

    private static string NameOf(CodeRun run) =>
        run.Site is AnonymousFunctionExpressionSyntax ? $"what '{PlaceFinding.Text(run.Given is InvocationExpressionSyntax { Expression: var called } ? called : run.Given is AssignmentExpressionSyntax { Left: var target } ? target : run.Given)}' gets" : $"'{PlaceFinding.Text(run.Site)}'";
}
